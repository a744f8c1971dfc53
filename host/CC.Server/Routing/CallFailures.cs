using CC.Sdk;
using CC.Server.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CC.Server.Routing;

/// <summary>Tells how calls of a section's handlers went wrong: the counters each time, the log now and then.</summary>
internal sealed partial class CallFailures(string section, Traffic traffic, TimeProvider time, ILogger logger)
{
    private readonly OncePerInterval quiet = new(TimeSpan.FromSeconds(30), time);

    /// <summary>What a call that has thrown counts as, and what its handler is to be blamed for, if for anything.</summary>
    /// <param name="failure">What it has thrown.</param>
    /// <param name="message">What it was about.</param>
    /// <param name="stopping">Cancelled if it was told to give up.</param>
    public (Outcome Outcome, string? Blame) Note(Exception failure, in Message message, CancellationToken stopping)
    {
        switch (failure)
        {
            case MessageException invalid:
                traffic.Fault(invalid.Fault);
                if (quiet.IsTime(invalid.Fault.ToString()))
                {
                    Log.Invalid(logger, message.Type, section, invalid.Fault, FailureText.Message(invalid));
                }

                return (Outcome.Invalid, null);
            case OperationCanceledException when stopping.IsCancellationRequested:
                if (quiet.IsTime(nameof(Log.Cancelled)))
                {
                    Log.Cancelled(logger, message.Type, section);
                }

                return (Outcome.Crashed, null);
            default:
                if (quiet.IsTime(failure.GetType().Name))
                {
                    Log.Crashed(logger, failure, message.Type, section);
                }

                return (Outcome.Crashed, FailureText.Of(failure));
        }
    }

    /// <summary>The handler does not give up.</summary>
    public void LeftBehind() => Log.LeftBehind(logger, section);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "crash while {Section} handled {Type}; more of the kind are only counted for a while")]
        public static partial void Crashed(ILogger logger, Exception failure, string type, string section);

        [LoggerMessage(2, LogLevel.Warning, "{Type} is of no use to {Section}: {Fault}: {Why}; more of the kind are only counted for a while")]
        public static partial void Invalid(ILogger logger, string type, string section, MessageFault fault, string why);

        [LoggerMessage(3, LogLevel.Warning, "{Section} was stopped while it handled {Type}")]
        public static partial void Cancelled(ILogger logger, string type, string section);

        [LoggerMessage(4, LogLevel.Error, "{Section} is still at it, though told to give up, and is left behind")]
        public static partial void LeftBehind(ILogger logger, string section);
    }
}
