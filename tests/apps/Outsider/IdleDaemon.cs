using CC.Sdk;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.Outsider;

/// <summary>Says that it begins, and does nothing until it is told to end.</summary>
[Daemon("idle")]
public sealed partial class IdleDaemon(IdleOptions options, ComponentContext context, ILogger<IdleDaemon> logger) : IDaemon
{
    public Task RunAsync(CancellationToken cancellationToken)
    {
        Log.Begins(logger, context.Section, options.Word);
        return Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Section} begins: {Word}")]
        public static partial void Begins(ILogger logger, string section, string word);
    }
}
