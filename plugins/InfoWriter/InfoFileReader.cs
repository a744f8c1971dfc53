using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Plugins.InfoWriter;

/// <summary>Makes arrivals of messages; what can't be one is refused.</summary>
internal sealed class InfoFileReader
{
    /// <summary>Far beyond any file, and far enough from where sums overflow.</summary>
    private const long MaxOffset = long.MaxValue / 4;

    private const int MaxHostname = 255;
    private const int MaxFilename = 4096;
    private const int MaxGeneration = 255;

    /// <summary>Characters of a value that are shown when it is refused.</summary>
    private const int MaxShown = 100;

    private readonly InfoWriterOptions options;
    private readonly IMessages messages;
    private readonly TargetMask mask;
    private readonly Answers answers;
    private readonly ICounter refusedNames;

    public InfoFileReader(InfoWriterOptions options, OwnFiles own, IMessages messages, IMetrics metrics)
    {
        this.options = options;
        this.messages = messages;
        mask = new TargetMask(options.Dstdir, options.Mask, own.Has);
        answers = new Answers(messages);
        refusedNames = metrics.Counter("refused_names");
    }

    /// <exception cref="MessageException">It is no file, or one that must not be stored.</exception>
    public Arrival Read(in Message message)
    {
        var file = messages.Open(message, BodiesJson.Default.InfoFile);
        var isPiece = file.PieceOf is not null;
        Require(file.Filename is null == isPiece, "filename", file.Filename, "given, or piece_of in its place");
        var received = Codec.Find(file.Comp) ?? throw Refuse("comp", file.Comp, "none, gzip or bzip2");
        var modified = UnixSeconds.TicksOf(file.Mtime) ?? throw Refuse("mtime", $"{file.Mtime}", "a time in seconds since 1970");
        Require(file.Size is null or (>= 0 and <= MaxOffset), "size", file.Size, "a number of octets");
        Require(file.Gen is not { Length: > MaxGeneration }, "gen", file.Gen, $"at most {MaxGeneration} characters");
        Require(file.Ack == 0 || !string.IsNullOrEmpty(file.Gen), "gen", file.Gen, "given where ack is 1");
        Require(!isPiece || file.Ack != 0, "ack", file.Ack, "1 in a piece");
        Require(!isPiece || file.Size is not null, "size", file.Size, "given in a piece");
        Require(isPiece ? file.Fpos >= 0 && file.Fpos <= file.Size : file.Fpos is null or 0, "fpos", file.Fpos, "the offset of an octet of the file");
        return new Arrival(file, Payload(message, file), received, TargetOf(file, received, message.Route), modified, message.Route, (int)options.MaxContent.Octets);
    }

    private string TargetOf(InfoFile file, Codec received, MessageRoute route)
    {
        var name = file.Filename ?? file.PieceOf;
        var isHost = IsName(file.Hostname, MaxHostname) && mask.Of(file.Hostname, "f") is not null;
        var extension = options.WriteCompressed.Stored(received, options.Codec).Extension;
        var path = isHost && IsName(name, MaxFilename) ? mask.Of(file.Hostname, name!, extension + options.Bakext) : null;
        if (path is null)
        {
            refusedNames.Add(1);
            if (isHost && file.Ack != 0)
            {
                answers.Refused(file, route);
            }

            throw Refuse("hostname and filename", $"{file.Hostname}, {name}", "names of a file below dstdir");
        }

        return path + extension;
    }

    /// <summary>What has control characters would make lines of its own in logs.</summary>
    private static bool IsName(string? name, int maxLength) => name is { Length: > 0 } && name.Length <= maxLength && !name.Any(char.IsControl);

    private static ReadOnlyMemory<byte> Payload(in Message message, InfoFile file)
    {
        if (!message.Blob.IsEmpty)
        {
            return message.Blob;
        }

        try
        {
            return Convert.FromBase64String(file.Data);
        }
        catch (FormatException)
        {
            throw Refuse("data", $"{file.Data.Length} characters", "base64");
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
