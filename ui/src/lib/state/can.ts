import type { Job } from '../api/bindings';
import { isFinal } from './tabs';

// What the state machine lets a person do; the service has the last word.
export const canCancel = (job: Job): boolean => !isFinal(job.state) && !job.cancel_requested;
export const canRetry = (job: Job): boolean => isFinal(job.state);
export const canRelease = (job: Job): boolean => job.state === 'held';
export const canMove = (job: Job): boolean => job.state === 'queued';
export const canDelete = (job: Job): boolean => job.state !== 'running';
/** Files that a person takes away. */
export const results = (job: Job) => job.artifacts.filter((artifact) => artifact.role === 'result');
