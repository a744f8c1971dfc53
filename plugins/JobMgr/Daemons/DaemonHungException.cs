namespace CC.Plugins.JobMgr.Daemons;

/// <summary>A daemon has stopped to tell that it is alive.</summary>
internal sealed class DaemonHungException(TimeSpan silence)
    : Exception(FormattableString.Invariant($"it hangs: it has sent no job.ping for {silence.TotalSeconds} s (ping-timeout)"));
