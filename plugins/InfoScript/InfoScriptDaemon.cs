using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Channels;
using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.InfoScript;

/// <summary>Runs a command again and again, and sends what it writes as a file.</summary>
[Daemon("infoscript")]
public sealed partial class InfoScriptDaemon(InfoScriptOptions options, IMessages messages, IMetrics metrics, TimeProvider time, ILogger<InfoScriptDaemon> logger) : IDaemon
{
    /// <summary>So much of the end of a failed command's output is logged.</summary>
    private const int LoggedTail = 2000;

    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    private readonly ICounter fails = metrics.Counter("infoscript.fails");

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        Delivery? delivery = null;
        using var link = messages.OpenLink(message =>
        {
            Take(message, delivery);
            wakes.Writer.TryWrite(true);
            return default;
        });
        delivery = new Delivery(options, messages, link, metrics, time, logger);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<CommandOutcome>? command = null;
        try
        {
            var epoch = time.GetTimestamp();
            var nextRun = TimeSpan.Zero;
            while (true)
            {
                if (command is { IsCompleted: true })
                {
                    Put(await command, delivery);
                    command = null;
                }

                var now = time.GetElapsedTime(epoch);
                if (command is null && now >= nextRun)
                {
                    nextRun = now + options.Period;
                    command = new ShellCommand(options, time).RunAsync(ending.Token);
                }

                var rest = await delivery.StepAsync(cancellationToken);
                var untilRun = command is null ? nextRun - now : LongestRest;
                await WaitAsync(wakes.Reader, command, rest < untilRun ? rest : untilRun, cancellationToken);
            }
        }
        finally
        {
            await ending.CancelAsync();
            await (command as Task ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Put(CommandOutcome outcome, Delivery delivery)
    {
        if (outcome is { Failure: { } failure })
        {
            fails.Add(1);
            Log.Failed(logger, options.Name, failure, Tail(outcome.Output.Span));
        }
        else
        {
            delivery.Put(outcome.Output);
        }
    }

    /// <summary>The end of an output, fit for a log: what would make lines of its own is escaped.</summary>
    private static string Tail(ReadOnlySpan<byte> output)
    {
        var text = Encoding.UTF8.GetString(output[Math.Max(0, output.Length - LoggedTail)..]).TrimEnd();
        return JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
    }

    /// <summary>Waits until there is an answer, or the command has ended, or the time is over.</summary>
    private async Task WaitAsync(ChannelReader<bool> wakes, Task? command, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (limit <= TimeSpan.Zero || command is { IsCompleted: true })
        {
            return;
        }

        using var deadline = new CancellationTokenSource(limit < LongestRest ? limit : LongestRest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var woken = wakes.WaitToReadAsync(either.Token).AsTask();
        await Task.WhenAny(woken, command ?? woken);
        await either.CancelAsync();
        await ((Task)woken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        wakes.TryRead(out _);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Take(in Message message, Delivery? delivery)
    {
        try
        {
            delivery?.Answer(messages.Open(message, BodiesJson.Default.InfoFileAck));
        }
        catch (MessageException invalid)
        {
            Log.NoAnswer(logger, message.Type, invalid.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "the command for {Name} {Failure}; nothing is sent. It wrote last: {Tail}")]
        public static partial void Failed(ILogger logger, string name, string failure, string tail);

        [LoggerMessage(2, LogLevel.Warning, "an answer of type {Type} is of no use: {Why}")]
        public static partial void NoAnswer(ILogger logger, string type, string why);
    }
}
