/** Puts the page on the screen and keeps it told. */
import { html, render } from 'htm/preact';
import { follow } from './api.ts';
import { App } from './app.ts';
import { refresh, restore, set } from './state.ts';

const root = document.getElementById('page');
if (root !== null) render(html`<${App} />`, root);
restore();
follow(refresh, (live) => set({ live }));
