//! Which system calls the child may make: a seccomp filter that refuses with `EPERM` what a task that
//! reads files and computes has no use for.
//!
//! A list of what is refused and not of what is allowed: a C library that learns a new call must not
//! break a plotter's queue. Landlock bounds the files; this closes sockets, new processes, other
//! processes, and whatever would get around either (`io_uring`, `ptrace`, raised limits).

use super::super::{Layer, LayerState};
use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen as Length, SeccompCmpOp as Compare,
    SeccompCondition as Condition, SeccompFilter, SeccompRule, TargetArch, sock_filter,
};
use std::collections::BTreeMap;

/// Refused whatever the arguments.
const REFUSED: &[i64] = &[
    // Network, and every other way to talk to a process.
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_shmget,
    libc::SYS_msgget,
    libc::SYS_semget,
    libc::SYS_mq_open,
    // Another program.
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_memfd_create,
    // Other processes.
    libc::SYS_kill,
    libc::SYS_tkill,
    libc::SYS_rt_sigqueueinfo,
    libc::SYS_rt_tgsigqueueinfo,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_send_signal,
    libc::SYS_pidfd_getfd,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_kcmp,
    libc::SYS_setpriority,
    libc::SYS_setsid,
    libc::SYS_setpgid,
    // Raised limits, and whatever a child that runs as root could still do.
    libc::SYS_setrlimit,
    libc::SYS_setuid,
    libc::SYS_setgid,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_open_tree,
    libc::SYS_move_mount,
    libc::SYS_fsopen,
    libc::SYS_fsmount,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_open_by_handle_at,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_sethostname,
    libc::SYS_syslog,
    libc::SYS_acct,
    libc::SYS_quotactl,
    // Ways around this filter, and large targets in the kernel.
    libc::SYS_io_uring_setup,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_fanotify_init,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_keyctl,
    // Landlock does not look at these: owner, mode and attributes of files anywhere.
    libc::SYS_fchmodat,
    libc::SYS_fchownat,
    libc::SYS_fchown,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_fsetxattr,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    libc::SYS_fremovexattr,
];

/// The same in the older calls that only this processor has.
#[cfg(target_arch = "x86_64")]
const REFUSED_OLD: &[i64] = &[
    libc::SYS_fork,
    libc::SYS_vfork,
    libc::SYS_chmod,
    libc::SYS_chown,
    libc::SYS_lchown,
    libc::SYS_iopl,
    libc::SYS_ioperm,
];
#[cfg(not(target_arch = "x86_64"))]
const REFUSED_OLD: &[i64] = &[];

/// Restricts this thread and all that it starts.
pub(super) fn restrict() -> Layer {
    match install() {
        Ok(()) => {
            Layer::new("system calls", LayerState::On, "no sockets, no processes, no privileges (seccomp)")
        }
        Err(error) => Layer::new("system calls", LayerState::Missing, error.to_string()),
    }
}

fn install() -> Result<(), seccompiler::Error> {
    let arch = TargetArch::try_from(std::env::consts::ARCH)?;
    let own_pid = u64::from(std::process::id());
    let (refusals, no_clone3) = (refusals(arch, own_pid)?, no_clone3(arch)?);
    seccompiler::apply_filter(&no_clone3)?;
    seccompiler::apply_filter(&refusals)?;
    if arch == TargetArch::x86_64 {
        seccompiler::apply_filter(&NO_X32)?;
    }
    Ok(())
}

fn refusals(arch: TargetArch, own_pid: u64) -> Result<BpfProgram, BackendError> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        REFUSED.iter().chain(REFUSED_OLD).map(|call| (*call, Vec::new())).collect();
    let thread = libc::CLONE_THREAD.unsigned_abs().into();
    // `clone` only for threads. Its flags are the first argument on every processor that we know.
    let no_thread = Condition::new(0, Length::Dword, Compare::MaskedEq(thread), 0)?;
    rules.insert(libc::SYS_clone, vec![SeccompRule::new(vec![no_thread])?]);
    // `abort` sends itself a signal; nobody else gets one.
    let someone_else = Condition::new(0, Length::Dword, Compare::Ne, own_pid)?;
    rules.insert(libc::SYS_tgkill, vec![SeccompRule::new(vec![someone_else])?]);
    // Reading limits is what every new thread does.
    let new_limit = Condition::new(2, Length::Qword, Compare::Ne, 0)?;
    rules.insert(libc::SYS_prlimit64, vec![SeccompRule::new(vec![new_limit])?]);
    program(rules, libc::EPERM, arch)
}

/// `clone3` keeps its flags in memory, where no filter can look. With "no such call" the C library
/// falls back to `clone`.
fn no_clone3(arch: TargetArch) -> Result<BpfProgram, BackendError> {
    program(BTreeMap::from([(libc::SYS_clone3, Vec::new())]), libc::ENOSYS, arch)
}

fn program(
    rules: BTreeMap<i64, Vec<SeccompRule>>,
    errno: i32,
    arch: TargetArch,
) -> Result<BpfProgram, BackendError> {
    let refuse = SeccompAction::Errno(errno.unsigned_abs());
    SeccompFilter::new(rules, SeccompAction::Allow, refuse, arch)?.try_into()
}

/// On x86-64 every call has a second number with this bit (the x32 interface), which a list by number
/// would miss. `ld [0]; jge 0x4000_0000; ret EPERM; ret ALLOW`, see `Documentation/userspace-api/seccomp_filter.rst`.
const NO_X32: [sock_filter; 4] = [
    sock_filter { code: 0x20, jt: 0, jf: 0, k: 0 },
    sock_filter { code: 0x35, jt: 0, jf: 1, k: 0x4000_0000 },
    sock_filter { code: 0x06, jt: 0, jf: 0, k: 0x0005_0000 | libc::EPERM as u32 },
    sock_filter { code: 0x06, jt: 0, jf: 0, k: 0x7fff_0000 },
];
