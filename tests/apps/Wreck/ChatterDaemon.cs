using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.Wreck;

/// <summary>Uses all that a daemon is given: logs, counts, asks its node, and writes where it should not.</summary>
[Daemon("wreck-chatter")]
public sealed partial class ChatterDaemon(ChatterOptions options, ComponentContext context, IMessages messages, IMetrics metrics, ILogger<ChatterDaemon> logger)
    : IDaemon, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<FileStream> files = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine($"printed: {options.Word}");
        Console.Error.WriteLine($"complained: {options.Word}");
        Log.Begins(logger, context.Section, options.Word);
        metrics.Counter("chatter_words").Add(3);
        metrics.CountDropped("chatter-lost", 2, 10);
        OpenFiles();
        var ping = messages.Compose(new EchoRequest { Req = EchoRequest.Type, Target = options.Word }, BodiesJson.Default.EchoRequest);
        var answer = messages.Open(await messages.RequestAsync(ping, Patience, cancellationToken), BodiesJson.Default.EchoResponse);
        Log.Answered(logger, answer.OrigTarget);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    public void Dispose()
    {
        Log.Ends(logger, context.Section);
        files.ForEach(file => file.Dispose());
    }

    private void OpenFiles()
    {
        for (var i = 0; i < options.Files; i++)
        {
            files.Add(File.OpenRead("/dev/null"));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Section} begins: {Word}")]
        public static partial void Begins(ILogger logger, string section, string word);

        [LoggerMessage(2, LogLevel.Information, "its node answered: {Word}")]
        public static partial void Answered(ILogger logger, string word);

        [LoggerMessage(3, LogLevel.Information, "{Section} ends")]
        public static partial void Ends(ILogger logger, string section);
    }
}
