using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CC.Cli.CommandLine;
using CC.Client.Control;
using CC.Sdk;

namespace CC.Cli.Events;

/// <summary>Prints events as they happen, until there were enough, or somebody ends it.</summary>
internal static class Following
{
    /// <param name="call">The command.</param>
    /// <param name="prefix">The events.</param>
    /// <param name="persists">Whether a lost link is waited for.</param>
    /// <param name="count">How many lines to print; null for no end.</param>
    /// <param name="line">The line for an event; null for one that is left out.</param>
    public static async Task<ExitCode> RunAsync(Call call, string prefix, bool persists, int? count, Func<Message, EventMessage, string?> line)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = StopOn(PosixSignal.SIGINT, stop);
        using var terminate = StopOn(PosixSignal.SIGTERM, stop);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        if (call.GivenLimit is { } limit)
        {
            over.CancelAfter(limit);
        }

        await using var subscription = new EventSubscription(call.Endpoint(), prefix, TimeProvider.System, call.Terminal.Tell, call.Security()) { Persists = persists };
        try
        {
            for (var printed = 0; printed < (count ?? int.MaxValue);)
            {
                var (message, happened) = await subscription.NextAsync(over.Token);
                if (line(message, happened) is { } text)
                {
                    call.Terminal.WriteLine(text);
                    printed += count is null ? 0 : 1;
                }
            }

            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            return stop.IsCancellationRequested || count is null
                ? ExitCode.Ok
                : throw new CommandFailure(ExitCode.NoAnswer, $"no event {(prefix.Length > 0 ? $"below {prefix} " : "")}has come within --timeout {call.GivenLimit!.Value.TotalSeconds:0.###} s");
        }
    }

    public static Option<int?> CountOption(string description) => new("--count", "-n") { Description = description, HelpName = "N", CustomParser = Count };

    /// <summary>A line break can only be white space between two tokens.</summary>
    public static string OneLine(in Message message) => Encoding.UTF8.GetString(message.Body.Span).ReplaceLineEndings(" ");

    private static int? Count(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
        {
            return count;
        }

        result.AddError($"--count {text}: is no whole number from 1.");
        return null;
    }

    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stop) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        stop.Cancel();
    });
}
