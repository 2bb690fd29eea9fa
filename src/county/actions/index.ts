/** The handler of each 提交.做. */
import { noteConsent } from '../consents.ts';
import { noteRound } from '../rosters/rounds.ts';
import { bookHostel } from './book-hostel.ts';
import { buildFile } from './build-file.ts';
import { checkFile } from './check-file.ts';
import { enrolTalent } from './enrol-talent.ts';
import { lookUpPolicy } from './look-up-policy.ts';
import { noteLead } from './note-lead.ts';
import { openCase } from './open-case.ts';
import { handleOwnData } from './own-data.ts';
import { recordProject } from './record-project.ts';
import { registerNative } from './register-native.ts';
import { signUp } from './sign-up.ts';
import type { SubmitAction } from './submission.ts';
import { withdrawConsent } from './withdraw-consent.ts';

const actions: Readonly<Record<string, SubmitAction>> = {
  写入人才库: enrolTalent,
  写入成长档案: buildFile,
  写入乡贤库: registerNative,
  写入项目库: recordProject,
  登记入住: bookHostel,
  报名: signUp,
  核对档案: checkFile,
  记线索: noteLead,
  撤回同意: withdrawConsent,
  办理个人信息: handleOwnData,
  查政策: lookUpPolicy,
};

/**
 * The action of that name; a matter without a table of its own becomes a case.
 * What was submitted on somebody's consent (the question 同意) leaves a row of
 * that consent, with the version of the file whose words were agreed to; one of
 * a matter that comes round (每), a row of its period.
 */
export function actionOf(name: string): SubmitAction {
  const action = actions[name] ?? openCase;
  return async (turn, submission, book, policies) => {
    const submitted = await action(turn, submission, book, policies);
    if (submitted.result.ok && submission.answers.同意 === true)
      await noteConsent(turn, {
        id: submission.draft,
        matter: submission.flow,
        notice: submission.version,
      });
    if (submitted.result.ok && submitted.result.instead === undefined)
      await noteRound(turn, book.get(submission.flow), submission);
    return submitted;
  };
}
