using System.Text;
using CC.Files;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Testing.Fakes;

namespace CC.Plugins.Tests.TailWriter;

/// <summary>A piece of a log as a tailer sends it, and whatever else somebody may send.</summary>
internal sealed record Piece(string Content, long At = 0)
{
    public string Host { get; init; } = "web1";

    public string File { get; init; } = "/var/log/app.log";

    public ulong Inode { get; init; } = 7;

    public string? Gen { get; init; } = "a0-0";

    public long? Start { get; init; } = 0;

    public int Ack { get; init; } = 1;

    public string OpMode { get; init; } = "";

    public string Comp { get; init; } = "";

    public bool UseBlob { get; init; } = true;

    /// <summary>What is sent in place of the content, compressed as <see cref="Comp"/> says.</summary>
    public byte[]? Octets { get; init; }

    /// <summary>What it says of its length, if not the truth.</summary>
    public long? Length { get; init; }

    /// <summary>A piece of a tailer that knows no acknowledgements.</summary>
    public Piece Plain() => this with { Ack = 0, Gen = null, Start = null };

    public Message ToMessage()
    {
        var octets = Octets ?? (Codec.Find(Comp) ?? Codec.None).Compress(Encoding.UTF8.GetBytes(Content), 6).ToArray();
        var body = new LogtailFragment
        {
            Req = "pub.logtail",
            Hostname = Host,
            Filename = File,
            Fpos = At,
            StDev = 1,
            StIno = Inode,
            Comp = Comp,
            OpMode = OpMode,
            Data = UseBlob ? "" : Convert.ToBase64String(octets),
            Ack = Ack,
            Gen = Gen,
            Start = Start,
            Length = Length ?? (Ack == 0 ? null : Encoding.UTF8.GetByteCount(Content)),
        };
        return new FakeMessages().Compose(body, BodiesJson.Default.LogtailFragment, UseBlob ? octets : null);
    }
}
