//! The service through its front door: a real store in a folder of its own, and real children. This
//! program is its own child, so it has its own `main`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends there")]

mod alerts;
mod files;
mod house;
mod journey;
mod people;
mod plans;
mod run_now;
mod submitting;
mod updates;

use libtest_mimic::{Arguments, Trial};
use penstock_service::child;
use std::process::ExitCode;

/// One trial for each named function: an async one that gets a runtime of its own.
macro_rules! trials {
    ($($module:ident: $($name:ident),* $(,)?;)*) => {
        vec![$($(Trial::test(concat!(stringify!($module), "::", stringify!($name)), || {
            house::run($module::$name());
            Ok(())
        })),*),*]
    };
}

fn main() -> ExitCode {
    if child::is_child() {
        return child::main();
    }
    let trials = trials! {
        journey:
            a_drawing_goes_from_the_drop_to_the_result,
            the_sample_can_be_inspected_and_queued,
            a_worker_for_the_command_line_runs_until_nothing_is_left;
        files:
            a_caller_that_may_name_no_paths_is_refused,
            what_is_no_drawing_is_refused_in_words,
            an_upload_in_pieces_is_the_same_as_one_at_once,
            an_upload_over_the_limit_is_refused,
            saving_replaces_a_link_and_never_follows_it,
            an_input_that_lay_open_for_long_can_still_be_queued,
            a_preview_that_is_not_kept_is_a_clear_error,
            a_table_is_kept_and_read_by_nobody_but_its_task;
        plans:
            a_plan_shows_before_and_after,
            a_later_plan_with_the_same_name_stops_the_earlier_one,
            a_dropped_plan_stops_and_its_pictures_are_forgotten;
        submitting:
            a_wrong_parameter_is_named_and_nothing_is_queued,
            a_known_key_yields_the_same_jobs,
            limits_are_named,
            a_batch_is_queued_whole_or_without_what_is_named,
            several_of_a_kind_are_a_batch_and_one_is_not,
            a_held_job_waits_for_its_release;
        people:
            each_job_of_a_bulk_act_has_its_verdict,
            moved_jobs_keep_their_order,
            a_job_goes_right_before_another,
            failures_of_one_kind_are_one_cause,
            the_outlook_learns_from_what_finished,
            a_read_only_caller_reads_and_does_nothing_else,
            a_paused_queue_says_so,
            an_unknown_worker_cannot_be_stopped,
            a_backup_opens_as_a_store_and_the_store_is_well;
        updates:
            a_job_of_another_process_reaches_every_face,
            many_changes_become_few_messages,
            too_many_changes_tell_to_read_again,
            a_face_is_told_to_read_before_it_hears_of_changes,
            files_of_a_second_start_reach_a_face_once,
            shutdown_gives_jobs_back_and_leaves_no_temporary_files;
        alerts:
            a_queue_that_waits_is_told_once_and_so_is_its_end,
            a_webhook_that_is_not_on_the_list_is_refused;
        run_now:
            results_and_report_are_written,
            a_failed_run_writes_nothing,
            a_wrong_call_is_told_from_failed_work;
    };
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
