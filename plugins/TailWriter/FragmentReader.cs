using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Plugins.TailWriter;

/// <summary>Makes arrivals of messages; what can't be one is refused.</summary>
internal sealed class FragmentReader(TailWriterOptions options, IMessages messages, IMetrics metrics)
{
    /// <summary>Far beyond any file, and far enough from where sums overflow.</summary>
    private const long MaxOffset = long.MaxValue / 4;

    private const int MaxHostname = 255;
    private const int MaxFilename = 4096;
    private const int MaxGeneration = 255;

    /// <summary>A <see cref="FragmentAck.Gap"/>.</summary>
    private const int Refused = 3;

    /// <summary>Characters of a value that are shown when it is refused.</summary>
    private const int MaxShown = 100;

    private readonly TargetName names = new(options);
    private readonly ICounter refusedNames = metrics.Counter("refused_names");

    /// <exception cref="MessageException">It is no fragment, or one that must not be stored.</exception>
    public Arrival Read(in Message message)
    {
        var fragment = messages.Open(message, BodiesJson.Default.LogtailFragment);
        var received = Codec.Find(fragment.Comp ?? "") ?? throw Refuse("comp", fragment.Comp, "none, gzip or bzip2");
        Require(fragment.Fpos is >= 0 and <= MaxOffset, "fpos", fragment.Fpos, "the offset of an octet");
        Require(fragment.Start is null or (>= -1 and <= MaxOffset), "start", fragment.Start, "the offset of an octet, or -1");
        Require(fragment.Gen is not { Length: > MaxGeneration }, "gen", fragment.Gen, $"at most {MaxGeneration} characters");
        Require(fragment.Ack == 0 || !string.IsNullOrEmpty(fragment.Gen), "gen", fragment.Gen, "given where ack is 1");
        var isQuestion = fragment.OpMode == LogtailFragment.Question;
        Require(isQuestion || fragment.OpMode is null or "" or LogtailFragment.Classic or LogtailFragment.Rotated, "op_mode", fragment.OpMode, "classic or rotated");
        var payload = Payload(message, fragment);
        Require(!isQuestion || (fragment.Ack != 0 && payload.IsEmpty), "op_mode", fragment.OpMode, "classic or rotated where there is data");
        var limit = (int)options.MaxFragment.Octets;
        Require(fragment.Length is null || (fragment.Length >= 0 && fragment.Length <= limit), "length", fragment.Length, $"at most max-fragment = {options.MaxFragment}");
        return new Arrival(fragment, payload, received, PathOf(fragment, received, message.Route), message.Route, limit);
    }

    private string PathOf(LogtailFragment fragment, Codec received, MessageRoute route)
    {
        var isHost = IsName(fragment.Hostname, MaxHostname) && names.Of(fragment.Hostname, "f", "") is not null;
        var addition = names.Stored(received).Extension + (fragment.OpMode == LogtailFragment.Rotated ? RotatedName.Longest : "");
        var path = isHost && IsName(fragment.Filename, MaxFilename) ? names.Of(fragment.Hostname, fragment.Filename, addition) : null;
        if (path is null)
        {
            refusedNames.Add(1);
            if (isHost && fragment.Ack != 0 && fragment.Filename is not null)
            {
                TellRefused(fragment, route);
            }

            throw Refuse("hostname and filename", $"{fragment.Hostname}, {fragment.Filename}", "names of a file below dstdir");
        }

        return path;
    }

    /// <summary>
    /// No piece of a file of this name will ever be stored, so its sender should go on with others. One that does not know of this answer ignores it, since its
    /// offset is none. A host's name may be wrong for a while, and with it go all of its files: their sender keeps them, and hears nothing.
    /// </summary>
    private void TellRefused(LogtailFragment fragment, MessageRoute route)
    {
        var ack = new FragmentAck
        {
            Req = FragmentAck.Type,
            Filename = fragment.Filename,
            StDev = fragment.StDev,
            StIno = fragment.StIno,
            Gen = fragment.Gen!,
            Fpos = -1,
            Gap = Refused,
        };
        messages.Return(messages.Compose(ack, BodiesJson.Default.FragmentAck, route: route).Frames);
    }

    /// <summary>What has control characters would make lines of its own in logs.</summary>
    private static bool IsName(string? name, int maxLength) => name is { Length: > 0 } && name.Length <= maxLength && !name.Any(char.IsControl);

    private static ReadOnlyMemory<byte> Payload(in Message message, LogtailFragment fragment)
    {
        if (!message.Blob.IsEmpty)
        {
            return message.Blob;
        }

        try
        {
            return Convert.FromBase64String(fragment.Data ?? "");
        }
        catch (FormatException)
        {
            throw Refuse("data", $"{fragment.Data?.Length} characters", "base64");
        }
    }

    private static void Require(bool condition, string field, object? value, string rule)
    {
        if (!condition)
        {
            throw Refuse(field, value?.ToString(), rule);
        }
    }

    private static MessageException Refuse(string field, string? value, string rule) =>
        new(MessageFault.BadField, $"{field} ({Shown(value)}) must be {rule}");

    private static string Shown(string? value) =>
        string.Concat((value ?? "").Take(MaxShown).Select(letter => char.IsControl(letter) ? '?' : letter)) + (value?.Length > MaxShown ? "..." : "");
}
