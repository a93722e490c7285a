//! What every store must do, as cases that run against any store.
//!
//! A back end gives a [`Factory`] and calls [`conformance_tests!`](crate::conformance_tests) in a test
//! file: each case becomes a test of its own name. [`cases`] gives the same cases as a list. Cases use only
//! the `Store` trait, each on an empty store of its own, and wait on conditions with a deadline.
#![allow(clippy::unwrap_used, reason = "a broken expectation is how a case fails")]

mod audit;
mod batches;
mod cancelling;
mod checks;
mod claiming;
mod dependencies;
mod events;
mod going_on;
mod ground;
mod leases;
mod lifetime;
mod listing;
mod model;
mod moving;
mod paging;
mod pausing;
mod random;
mod rescue;
mod retries;
mod scheduling;
mod submitting;
mod wait;
mod workers;

pub use ground::{Factory, Ground, actor, new_job, worker};
pub use wait::eventually;

use std::pin::Pin;

/// A case: given a fresh store, it ends, or panics and says what was not so.
pub type Run = fn(Ground) -> Pin<Box<dyn Future<Output = ()>>>;

/// Hands every case, as `theme: name, …;`, to a macro. The one list of them.
#[doc(hidden)]
#[macro_export]
macro_rules! for_each_conformance_case {
    ($take:ident $(, $with:tt)*) => {
        $crate::$take! { ($($with)*)
            submitting:
                a_job_comes_back_as_it_was_submitted,
                a_batch_is_written_whole_or_not_at_all,
                a_known_key_yields_the_first_job,
                a_known_id_yields_the_first_job,
                one_key_from_many_sides_makes_one_job,
                names_that_cannot_be_are_refused,
                a_held_job_waits_for_its_release,
                a_held_job_goes_where_it_belongs,
                a_job_that_nobody_knows_is_named;
            claiming:
                first_in_is_first_out,
                a_job_at_the_front_goes_ahead,
                the_first_queue_that_has_a_job_gives_it,
                a_claim_says_what_runs,
                an_unregistered_worker_gets_nothing,
                no_job_is_given_twice;
            leases:
                a_lease_holds_as_long_as_it_is_renewed,
                a_late_writer_is_refused,
                a_lease_from_nowhere_is_refused,
                renewing_answers_in_order,
                finishing_twice_is_harmless,
                failing_twice_says_the_same,
                a_job_given_back_comes_first_and_its_attempt_does_not_count,
                progress_is_shown_while_it_runs,
                a_finished_job_keeps_what_it_made;
            going_on:
                the_next_job_comes_with_the_end,
                who_waited_for_a_job_may_come_with_its_end,
                a_late_end_takes_nothing,
                an_end_stands_when_nothing_can_be_taken,
                going_on_twice_finishes_once;
            retries:
                without_retries_a_failure_is_final,
                a_retry_at_once_goes_to_the_back,
                a_later_retry_waits_for_its_time,
                the_last_interval_serves_for_all_that_follow,
                what_is_not_worth_retrying_fails_at_once,
                three_dead_children_quarantine_a_job,
                a_machine_job_is_not_retried_after_its_child_died,
                a_retry_by_hand_starts_afresh,
                a_job_that_has_not_ended_is_not_retried_by_hand;
            dependencies:
                a_job_waits_until_all_others_finished,
                a_job_fails_when_one_that_it_waits_for_does_not_finish,
                a_failure_goes_down_a_whole_chain,
                a_dependency_that_ended_before_counts,
                a_dependency_that_finished_once_stays_met,
                a_retrying_job_keeps_others_waiting,
                dependencies_that_cannot_be_are_refused,
                a_job_may_wait_for_another_and_for_a_time;
            scheduling:
                a_job_is_not_given_before_its_time,
                a_time_that_has_passed_does_not_delay,
                due_jobs_are_promoted_in_order_of_time,
                a_scheduled_job_for_the_front_goes_there;
            cancelling:
                what_waits_is_cancelled_at_once,
                what_runs_is_asked,
                a_cancelled_job_never_starts_again,
                work_that_was_done_in_spite_of_it_counts,
                what_has_ended_is_not_cancelled,
                a_worker_does_not_cancel_by_itself,
                people_act_on_all_or_on_none;
            moving:
                jobs_move_to_the_front_in_their_order,
                jobs_move_to_the_back_in_their_order,
                jobs_move_to_another_queue,
                jobs_move_before_another_in_their_order,
                a_job_that_waits_for_a_time_takes_its_place_when_due,
                what_runs_or_has_ended_is_not_moved,
                what_runs_is_not_deleted,
                a_deleted_job_is_gone;
            pausing:
                a_paused_queue_gives_nothing,
                a_pause_of_all_is_a_switch_of_its_own,
                what_runs_goes_on_while_its_queue_is_paused,
                a_waiting_job_says_why;
            listing:
                the_newest_comes_first,
                filters_narrow_a_list,
                a_task_or_a_worker_narrows_a_list_by_its_whole_name,
                a_search_finds_every_word_anywhere,
                a_search_takes_every_character_as_it_is,
                the_order_of_starting_puts_what_runs_first,
                counts_follow_every_step,
                queues_exist_while_something_names_them;
            paging:
                pages_join_without_gap_or_repeat,
                pages_in_the_order_of_starting_join_too,
                a_page_survives_jobs_that_come_and_go,
                a_cursor_from_elsewhere_is_refused;
            events:
                every_step_is_told_in_order,
                events_are_read_from_where_one_left_off,
                a_change_here_is_noticed,
                a_change_elsewhere_is_noticed,
                without_a_change_the_time_runs_out;
            workers:
                a_worker_is_listed_with_what_it_does,
                a_name_belongs_to_one_living_worker,
                the_same_process_may_register_again,
                the_name_of_a_dead_worker_is_free,
                a_silent_worker_is_lost_until_it_speaks,
                a_worker_that_was_asked_to_stop_takes_nothing_new,
                a_worker_that_is_not_registered_is_told_so;
            rescue:
                a_job_whose_lease_ended_comes_first,
                a_living_lease_is_left_alone,
                a_dead_process_is_noticed_before_its_lease_ends,
                a_job_that_moves_a_machine_is_not_started_again,
                a_job_that_moves_a_machine_is_not_started_again_after_an_interruption,
                a_lost_job_that_was_to_be_cancelled_is_cancelled,
                ten_lost_workers_quarantine_a_job;
            lifetime:
                results_end_after_their_time,
                failed_jobs_go_after_their_time,
                without_a_lifetime_everything_stays,
                artifacts_are_named_as_long_as_a_job_needs_them,
                an_expired_job_can_be_run_again;
            audit:
                everything_that_a_person_does_is_written_down,
                what_workers_do_is_not,
                a_deleted_job_leaves_its_trail;
            batches:
                a_batch_counts_its_jobs_and_no_others,
                a_batch_is_as_far_as_its_jobs,
                cancelling_a_batch_stops_what_has_not_ended,
                a_batch_goes_with_its_last_job,
                a_batch_that_nobody_knows_is_named,
                the_newest_batch_comes_first,
                pages_of_a_batch_join_without_gap_or_repeat,
                a_repeat_stays_in_the_batch_that_it_was_in;
            checks:
                a_used_store_is_found_well,
                a_backup_is_made_while_others_write,
                a_backup_goes_only_where_it_can;
            random:
                any_course_of_things_agrees_with_the_model,
                any_course_of_things_from_many_sides_loses_nothing;
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! conformance_list {
    (() $($theme:ident: $($case:ident),+;)+) => {
        vec![$($((
            concat!(stringify!($theme), "::", stringify!($case)),
            (|ground| Box::pin($theme::$case(ground))) as $crate::conformance::Run,
        )),+),+]
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! conformance_modules {
    (($factory:expr) $($theme:ident: $($case:ident),+;)+) => {
        $(mod $theme {
            use super::*;
            $(
                #[test]
                fn $case() {
                    $crate::conformance::run_case(
                        concat!(stringify!($theme), "::", stringify!($case)),
                        &$factory,
                    );
                }
            )+
        })+
    };
}

/// Makes a test of every case: `conformance_tests!(MyFactory)`, where the expression makes a [`Factory`].
#[macro_export]
macro_rules! conformance_tests {
    ($factory:expr) => {
        $crate::for_each_conformance_case!(conformance_modules, $factory);
    };
}

/// Every case with its name, `theme::case`.
#[must_use]
pub fn cases() -> Vec<(&'static str, Run)> {
    crate::for_each_conformance_case!(conformance_list)
}

/// Runs one case on a fresh store, in a runtime of its own with two threads.
///
/// # Panics
/// When the case fails, or there is none with this name.
pub fn run_case(name: &str, factory: &dyn Factory) {
    let run = cases().into_iter().find_map(|(known, run)| (known == name).then_some(run));
    let run = run.unwrap_or_else(|| panic!("there is no case {name}"));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let ground = factory.fresh().await;
        run(ground).await;
    });
}
