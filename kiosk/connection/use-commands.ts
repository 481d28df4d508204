import { useRef, useState } from 'preact/hooks';
import Value from 'typebox/value';
import { CommandAnswer } from '../../agent/contract/endpoints.ts';
import type { Fault } from '../../agent/contract/faults.ts';

/** What to tell about the last command: the agent's fault, or that nobody answered. */
export type Notice = Fault | 'unanswered';

export interface Commands<C> {
  /** Resolves to true once the agent has taken the command. A second one is not sent while the first is on its way. */
  readonly send: (command: C) => Promise<boolean>;
  readonly busy: boolean;
  readonly notice: Notice | undefined;
  readonly dismiss: () => void;
}

/** Gives commands to one endpoint, one at a time, and remembers why the last one was not taken. */
export function useCommands<C>(path: string): Commands<C> {
  const [busy, setBusy] = useState(false);
  const [notice, setNotice] = useState<Notice>();
  const onItsWay = useRef(false);
  const send = async (command: C): Promise<boolean> => {
    if (onItsWay.current) return false;
    onItsWay.current = true;
    setBusy(true);
    const answer = await postCommand(path, command);
    onItsWay.current = false;
    setBusy(false);
    setNotice(answer === undefined ? 'unanswered' : answer.accepted ? undefined : answer.fault);
    return answer?.accepted === true;
  };
  return { send, busy, notice, dismiss: () => setNotice(undefined) };
}

/** The agent's answer; undefined when there was none that fits the contract. */
export async function postCommand(path: string, command: unknown): Promise<CommandAnswer | undefined> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(command),
    });
    const answer: unknown = await response.json();
    return Value.Check(CommandAnswer, answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}
