using CC.Zmtp.Protocol;
using CC.Zmtp.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CC.Zmtp.Tests.Protocol;

public sealed class OldFramingTests
{
    private static readonly byte[] NoIdentity = [1, 0];

    [Fact]
    public void Writes_what_it_reads_wherever_the_octets_are_cut() =>
        Prop.ForAll(Messages.Several, Messages.Cuts, Messages.Cuts, (messages, writeCuts, readCuts) =>
        {
            var octets = messages.SelectMany(frames => Messages.Encode(frames).Octets()).ToArray();

            var old = Write(octets, writeCuts);
            var current = Read([.. NoIdentity, .. old], readCuts);

            byte[] expected = [0, 0, .. octets];
            return current.AsSpan().SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, new byte[] { 1, 0 })]
    [InlineData(253, new byte[] { 254, 0 })]
    [InlineData(254, new byte[] { 255, 0, 0, 0, 0, 0, 0, 0, 255, 0 })]
    [InlineData(255, new byte[] { 255, 0, 0, 0, 0, 0, 0, 1, 0, 0 })]
    public void The_length_counts_the_flags(int body, byte[] header)
    {
        var octets = Write(Messages.Encode(new byte[body]).Octets(), [1000]);

        Assert.Equal([.. header, .. new byte[body]], octets);
    }

    [Fact]
    public void Carries_the_MORE_flag_over()
    {
        var octets = Write(Messages.Encode([7], [8]).Octets(), [1000]);

        Assert.Equal([2, 1, 7, 2, 0, 8], octets);
    }

    [Fact]
    public void Takes_a_short_frame_in_the_long_form()
    {
        var octets = Read([.. NoIdentity, 255, 0, 0, 0, 0, 0, 0, 0, 2, 0, 9], [3]);

        Assert.Equal([0, 0, 0, 1, 9], octets);
    }

    [Fact]
    public void Takes_the_signature_of_a_later_version_for_an_identity()
    {
        var octets = Read([.. Greeting.Signature(2), 65, 66, 2, 0, 9], [4]);

        Assert.Equal([0, 2, 65, 66, 0, 1, 9], octets);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000")]
    [InlineData("\u0000\u0000")]
    public void Takes_no_other_protocol_for_an_identity(string opening) =>
        Refusal.Of(ZmtpError.NotZmtp, () => Read([.. opening.Select(letter => (byte)letter)], [100]));

    [Fact]
    public void Takes_no_identity_longer_than_an_identity_can_be() =>
        Refusal.Of(ZmtpError.NotZmtp, () => Read([255, 0, 0, 0, 0, 0, 0, 1, 1, 0], [100]));

    [Theory]
    [InlineData(new byte[] { 0, 0 })]
    [InlineData(new byte[] { 255, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 255, 255, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void Refuses_a_length_without_room_for_the_flags(byte[] header) =>
        Refusal.Of(ZmtpError.MalformedFrame, () => Read([.. NoIdentity, .. header], [100]));

    private static byte[] Write(byte[] octets, int[] cuts)
    {
        var peer = new ScriptedStream();
        var framing = new OldFraming(peer, default);
        for (var (position, i) = (0, 0); position < octets.Length; i++)
        {
            var size = Math.Min(cuts[i % cuts.Length], octets.Length - position);
            framing.WriteAsync(octets.AsMemory(position, size)).AsTask().GetAwaiter().GetResult();
            position += size;
        }

        return peer.Written;
    }

    private static byte[] Read(byte[] octets, int[] cuts)
    {
        var peer = new ScriptedStream();
        for (var (position, i) = (0, 0); position < octets.Length; i++)
        {
            var size = Math.Min(cuts[i % cuts.Length], octets.Length - position);
            peer.Says(octets.AsSpan(position, size));
            position += size;
        }

        var framing = new OldFraming(peer.HangsUp(), default);
        var result = new List<byte>();
        var buffer = new byte[cuts[0]];
        while (framing.ReadAsync(buffer).AsTask().GetAwaiter().GetResult() is var count and > 0)
        {
            result.AddRange(buffer.AsSpan(0, count));
        }

        return [.. result];
    }
}
