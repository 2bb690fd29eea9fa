/** Light or dark: the system's wish until someone chooses. */
const place = 'jinyue.simulator.theme';
type Theme = 'light' | 'dark';

export function theme(): Theme {
  const set = document.documentElement.dataset.theme;
  if (set === 'light' || set === 'dark') return set;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function turnTheme(): Theme {
  const next = theme() === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = next;
  localStorage.setItem(place, next);
  return next;
}

const kept = localStorage.getItem(place);
if (kept !== null) document.documentElement.dataset.theme = kept;
document.documentElement.dataset.theme = theme();
