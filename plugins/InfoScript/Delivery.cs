using System.Collections.Concurrent;
using System.Globalization;
using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;
using Microsoft.Extensions.Logging;

namespace CC.Plugins.InfoScript;

/// <summary>Sends the latest output, and again until it is acknowledged, or there is a later one. Belongs to one loop; answers reach it through a queue.</summary>
internal sealed partial class Delivery(InfoScriptOptions options, IMessages messages, IMessageLink link, IMetrics metrics, TimeProvider time, ILogger logger)
{
    private const int RefusedName = 3;

    /// <summary>So often something is sent to a receiver that never answered, before that is taken for one that can't.</summary>
    private const int TriesOfTheMute = 3;

    /// <summary>The generation of no content; what is acknowledged under it is nothing but the receiver's ability.</summary>
    private const string Question = "?";

    // The intervals at which a mute one is asked, in units of the wait for an answer; they double.
    private const double FirstAsk = 6;
    private const double LongestAsk = 120;

    private static readonly TimeSpan PauseWithoutRoute = TimeSpan.FromSeconds(1);

    // The waits for an answer, in units of the first one.
    private static readonly double[] Waits = [1, 1, 2, 4, 6];

    private readonly ConcurrentQueue<InfoFileAck> answers = new();
    private readonly ICounter count = metrics.Counter("infoscript.count");
    private readonly ICounter read = metrics.Counter("infoscript.bytes.read");
    private readonly ICounter sent = metrics.Counter("infoscript.bytes.sent");
    private readonly ICounter acknowledged = metrics.Counter("infoscript.acknowledged");
    private readonly ICounter resent = metrics.Counter("infoscript.resent");
    private readonly ICounter refused = metrics.Counter("infoscript.refused");
    private readonly ICounter superseded = metrics.Counter("infoscript.superseded");
    private readonly long epoch = time.GetTimestamp();
    private InfoFile? waiting;
    private ReadOnlyMemory<byte> packed;
    private string gen = "";
    private int tries;
    private TimeSpan dueAt;
    private bool hasAnswered;
    private int asks;
    private bool isMute;
    private bool isSentForGood;
    private bool isSilenceTold;
    private bool hasRoute = true;

    private TimeSpan Now => time.GetElapsedTime(epoch);

    /// <summary>Takes an answer, from any thread.</summary>
    public void Answer(InfoFileAck ack) => answers.Enqueue(ack);

    /// <summary>Takes an output to be sent; one that is not acknowledged yet is sent no more.</summary>
    public void Put(ReadOnlyMemory<byte> output)
    {
        superseded.Add(waiting is null || isSentForGood ? 0 : 1);
        read.Add(output.Length);
        var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks;
        packed = options.Codec.Compress(output, options.Level);
        gen = now.ToString("x", CultureInfo.InvariantCulture);
        (tries, dueAt, isSentForGood) = (0, Now, false);
        waiting = new InfoFile
        {
            Req = options.MessageType,
            Filename = options.Name,
            Mtime = UnixSeconds.Of(now),
            Data = options.UseBlob ? "" : Convert.ToBase64String(packed.Span),
            Comp = options.Codec == Codec.None ? options.Compression : options.Codec.Name,
            Ack = options.Ack ? 1 : 0,
            Gen = options.Ack ? gen : null,
            Size = options.Ack ? output.Length : null,
        };
    }

    /// <summary>Does what is to be done, and returns when there is something again if nothing happens.</summary>
    public async Task<TimeSpan> StepAsync(CancellationToken cancellationToken)
    {
        TakeAnswers();
        if (waiting is not { } body)
        {
            return TimeSpan.MaxValue;
        }

        if (Now < dueAt)
        {
            return dueAt - Now;
        }

        TellSilence();
        if (!await SendAsync(isSentForGood ? body with { Gen = Question, Mtime = body.Mtime - 1 } : body, cancellationToken))
        {
            TellNoRoute();
            dueAt = Now + PauseWithoutRoute;
            return PauseWithoutRoute;
        }

        hasRoute = true;
        CountSent();
        tries++;
        if (!options.Ack)
        {
            waiting = null;
        }
        else if (isMute || (!hasAnswered && tries >= TriesOfTheMute))
        {
            BecomeMute();
        }

        dueAt = Now + (options.AckTimeout * (isMute ? Math.Min(FirstAsk * Math.Pow(2, Math.Min(asks++, 16)), LongestAsk) : Waits[Math.Min(tries - 1, Waits.Length - 1)]));
        return TimeSpan.Zero;
    }

    private ValueTask<bool> SendAsync(InfoFile body, CancellationToken cancellationToken) =>
        link.SendAsync(messages.Compose(body with { Time = 0 }, BodiesJson.Default.InfoFile, options.UseBlob ? packed : default(ReadOnlyMemory<byte>?)), cancellationToken);

    private void CountSent()
    {
        sent.Add(packed.Length);
        if (!isSentForGood)
        {
            count.Add(tries == 0 ? 1 : 0);
            resent.Add(tries == 0 ? 0 : 1);
        }
    }

    private void TakeAnswers()
    {
        while (answers.TryDequeue(out var ack))
        {
            if (ack.Filename != options.Name || (ack.Gen != gen && ack.Gen != Question))
            {
                continue;
            }

            if (isSentForGood)
            {
                (isSentForGood, dueAt) = (false, Now);
            }

            (hasAnswered, isMute, isSilenceTold, asks) = (true, false, false, 0);
            if (ack.Gap == RefusedName)
            {
                refused.Add(1);
                Log.Refused(logger, options.Name);
                waiting = null;
            }
            else if (ack.Done != 0 && ack.Gen == gen)
            {
                acknowledged.Add(1);
                waiting = null;
            }
        }
    }

    private void TellSilence()
    {
        if (tries > 0 && !isSilenceTold)
        {
            isSilenceTold = true;
            Log.Silent(logger, options.AckTimeout.TotalSeconds);
        }
    }

    private void TellNoRoute()
    {
        if (hasRoute)
        {
            hasRoute = false;
            Log.NoRoute(logger, options.MessageType);
        }
    }

    /// <summary>It is not sent again as it is; whether the receiver has come to answer is asked now and then by one that is older, which a receiver that has it leaves out.</summary>
    private void BecomeMute()
    {
        isSentForGood = true;
        if (!isMute)
        {
            isMute = true;
            Log.Mute(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "no acknowledgement for {Seconds} s; the output is sent again until one comes, or there is a later one")]
        public static partial void Silent(ILogger logger, double seconds);

        [LoggerMessage(2, LogLevel.Warning, "the receiver has never answered; it may be one that can't, so each output is sent once, and what gets lost on the way is lost")]
        public static partial void Mute(ILogger logger);

        [LoggerMessage(3, LogLevel.Warning, "no route for {Type}; nothing is sent until there is one")]
        public static partial void NoRoute(ILogger logger, string type);

        [LoggerMessage(4, LogLevel.Error, "the receiver stores no file of the name {Name}; choose another info-name")]
        public static partial void Refused(ILogger logger, string name);
    }
}
