namespace CC.Cli;

/// <summary>How the process ends; <see cref="ExitCodes"/> has the words.</summary>
internal enum ExitCode
{
    Ok = 0,
    Failed = 1,
    Usage = 2,
    Refused = 3,
    NoRoute = 4,
    NoAnswer = 5,
    TaskFailed = 6,
    TaskStopped = 7,
    TaskLost = 8,
}
