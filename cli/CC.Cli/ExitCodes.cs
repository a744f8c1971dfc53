using CC.Client.Control;
using CC.Client.Tasks;
using CC.Sdk.Bodies;

namespace CC.Cli;

/// <summary>What the exit codes mean, and which one an error of a node leads to.</summary>
internal static class ExitCodes
{
    /// <summary>The meaning, for the help.</summary>
    public static string Meaning(ExitCode code) => code switch
    {
        ExitCode.Ok => "done",
        ExitCode.Usage => "the command line, or what it names, makes no sense; nothing was sent",
        ExitCode.Refused => "the node, the handler that was asked, or a task or its runner, has said no; or what came of a task is not signed",
        ExitCode.NoRoute => "the node has no route for the type, or no runner for the task",
        ExitCode.NoAnswer => "nobody is there, or no answer came in time",
        ExitCode.TaskFailed => "the task has failed",
        ExitCode.TaskStopped => "the task was ended, or has vanished, before it was done",
        ExitCode.TaskLost => "the task was accepted, and nobody knows here what became of it",
        _ => "something failed here, or did not pass the test",
    };

    /// <summary>The exit code for an answer that says no.</summary>
    public static ExitCode Of(string errorCode) => errorCode == ControlErrors.NoRoute ? ExitCode.NoRoute : ExitCode.Refused;

    /// <summary>The exit code for an error of a task router, or of a node on the way to it.</summary>
    public static ExitCode OfTask(string errorCode) => errorCode is TaskErrors.NoRoute or TaskErrors.RunnerGone or "" ? ExitCode.NoRoute : ExitCode.Refused;

    /// <summary>The exit code for what has become of a task.</summary>
    public static ExitCode Of(TaskOutcome outcome) => outcome switch
    {
        TaskOutcome.Finished => ExitCode.Ok,
        TaskOutcome.Failed => ExitCode.TaskFailed,
        TaskOutcome.Stopped => ExitCode.TaskStopped,
        TaskOutcome.Refused or TaskOutcome.Untrusted => ExitCode.Refused,
        TaskOutcome.NoRoute => ExitCode.NoRoute,
        TaskOutcome.NoAnswer => ExitCode.NoAnswer,
        _ => ExitCode.TaskLost,
    };

    /// <summary>The code of an error that no node has given, as <c>--json</c> shows it.</summary>
    public static string NameOf(ExitCode code) => code switch
    {
        ExitCode.Usage => "usage",
        ExitCode.Refused => ControlErrors.Refused,
        ExitCode.NoRoute => ControlErrors.NoRoute,
        ExitCode.NoAnswer => "no-answer",
        ExitCode.TaskFailed => "task-failed",
        ExitCode.TaskStopped => "task-stopped",
        ExitCode.TaskLost => "task-lost",
        _ => "failed",
    };
}
