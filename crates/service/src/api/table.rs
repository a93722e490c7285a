/// The one table of commands. Give it the name of a macro; that macro receives every row.
///
/// From it come the Tauri handlers (`src-tauri/src/commands.rs`), the permissions the window has
/// (`src-tauri/build.rs`), the HTTP routes (`POST /api/<name>`, `penstock-gateway`) and the TypeScript
/// map (`ui/src/lib/api/bindings.ts`). A row is `name(Request) -> Response, kind`, where kind is
/// `read`, `act` or `admin`: a read-only token may call reads only, an operator's token not `admin`.
///
/// This file is also included by the desktop's build script, so it holds nothing but the macro.
#[macro_export]
macro_rules! for_each_command {
    ($then:ident) => {
        $then! {
            app_info(NoArgs) -> AppInfo, read;
            catalogue(NoArgs) -> Vec<TaskInfo>, read;
            inspect(InspectRequest) -> Inspection, act;
            plan(PlanRequest) -> Plan, act;
            drop_plan(DropPlanRequest) -> NoReply, act;
            submit(SubmitRequest) -> SubmitReply, act;
            list_jobs(JobFilter) -> JobList, read;
            get_job(JobRequest) -> JobDetail, read;
            open_preview(OpenPreviewRequest) -> PreviewInfo, read;
            failure_causes(NoArgs) -> FailureCauses, read;
            outlook(NoArgs) -> Outlook, read;
            cancel_jobs(JobsRequest) -> BulkReply, act;
            submit_batch(SubmitBatchRequest) -> SubmitBatchReply, act;
            submit_rows(SubmitRowsRequest) -> SubmitBatchReply, act;
            get_batch(BatchRequest) -> Batch, read;
            list_batches(BatchesRequest) -> Vec<Batch>, read;
            cancel_batch(BatchRequest) -> CancelledBatch, act;
            batch_report(BatchRequest) -> BatchReport, read;
            batch_table(BatchRequest) -> BatchTable, read;
            release_jobs(JobsRequest) -> BulkReply, act;
            retry_jobs(JobsRequest) -> BulkReply, act;
            move_jobs(MoveRequest) -> BulkReply, act;
            delete_jobs(JobsRequest) -> BulkReply, act;
            list_queues(NoArgs) -> QueueList, read;
            pause_queue(QueueRequest) -> NoReply, act;
            resume_queue(QueueRequest) -> NoReply, act;
            list_workers(NoArgs) -> Vec<WorkerInfo>, read;
            stop_worker(StopWorkerRequest) -> NoReply, act;
            list_connections(NoArgs) -> Vec<ConnectionInfo>, read;
            save_connection(SaveConnectionRequest) -> NoReply, admin;
            delete_connection(ConnectionRequest) -> NoReply, admin;
            choose_connection(ConnectionRequest) -> NoReply, admin;
            test_connection(TestConnectionRequest) -> ConnectionTest, admin;
            list_outbox(NoArgs) -> Vec<HeldJobs>, read;
            hold_job(HoldRequest) -> SubmitReply, act;
            hold_batch(HoldBatchRequest) -> SubmitBatchReply, act;
            hold_rows(HoldRowsRequest) -> SubmitBatchReply, act;
            drop_held(HeldRequest) -> NoReply, act;
            check_store(CheckRequest) -> Vec<CheckLine>, act;
        }
    };
}
