//! The gateway as a browser and a script see it: real sockets, a real store, real children. This
//! program is its own child, so it has its own `main`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends there")]

mod ancestors;
mod client;
mod doors;
mod rest;
mod work;

use libtest_mimic::{Arguments, Trial};
use penstock_service::child;
use std::process::ExitCode;

macro_rules! trials {
    ($($module:ident: $($name:ident),* $(,)?;)*) => {
        vec![$($(Trial::test(concat!(stringify!($module), "::", stringify!($name)), || {
            $module::$name();
            Ok(())
        })),*),*]
    };
}

fn main() -> ExitCode {
    if child::is_child() {
        return child::main();
    }
    let trials = trials! {
        ancestors:
            a_plate_is_analysed_while_the_caller_waits,
            an_analysis_in_the_queue_is_told_in_the_words_of_its_callers,
            a_plate_costs_what_its_cuts_cost,
            only_files_of_the_folder_can_be_named,
            nobody_waits_for_a_worker_that_is_not_there,
            a_simple_artboard_is_there_at_once_and_an_urgent_one_goes_ahead;
        doors:
            every_call_needs_a_token,
            a_read_only_token_is_refused_what_acts,
            a_name_that_is_not_ours_is_refused,
            a_page_of_another_site_is_refused,
            many_wrong_tokens_are_slowed_and_the_right_one_is_not,
            every_answer_forbids_what_a_page_does_not_need,
            a_token_that_could_be_guessed_is_refused,
            an_address_that_is_taken_is_said_so,
            silent_connections_hold_up_nobody_at_the_end;
        rest:
            a_job_goes_from_pending_words_to_its_result,
            jobs_are_listed_cancelled_retried_and_removed,
            a_batch_is_submitted_watched_stopped_and_reported,
            operators_see_queues_workers_and_failures_and_try_again,
            health_is_open_and_says_nothing_else,
            prometheus_can_read_the_figures,
            a_browser_goes_on_with_a_cookie,
            the_header_of_the_ancestors_opens_too,
            the_document_names_every_command_and_refers_to_nothing_that_is_missing;
        work:
            a_drawing_goes_from_the_upload_to_the_download,
            events_tell_what_changes_and_end_with_the_server,
            a_path_on_this_machine_cannot_be_named,
            what_is_no_request_is_refused_in_words,
            the_page_is_there_or_says_how_to_make_it;
    };
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
