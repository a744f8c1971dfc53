using CC.Zmtp.Protocol;

namespace CC.Zmtp.Tests.Fuzz;

public sealed class DecoderFuzzTests
{
    private const int Slab = 64 * 1024;

    /// <summary>
    /// Whatever comes: nothing but a <see cref="ZmtpException"/> is thrown, and the memory taken is at most a slab and about twice what has arrived.
    /// </summary>
    [Fact]
    public void The_decoder_takes_anything() => FuzzRun.Of(static random =>
    {
        var decoder = new MessageDecoder(random.Next(1, 20_000), random.Next(1, 20)) { AllowCommands = random.Next(4) > 0, InHandshake = random.Next(8) == 0 };
        var octets = Octets.Frames(random);
        try
        {
            for (var given = 0; given < octets.Length;)
            {
                var memory = decoder.GetMemory();
                var held = decoder.Unread.Length + memory.Length;
                Assert.True(memory.Length > 0 && held <= Slab + (2 * given), $"{held} octets of memory for {given} that arrived.");
                var count = Math.Min(Math.Min(memory.Length, octets.Length - given), random.Next(1, 500));
                octets.AsSpan(given, count).CopyTo(memory.Span);
                given += count;
                decoder.Commit(count);
                ReadAll(decoder);
            }
        }
        catch (ZmtpException)
        {
            // Refused: as good as taken.
        }
    });

    private static void ReadAll(MessageDecoder decoder)
    {
        while (decoder.TryRead(out var message, out var command) is var kind and not Decoded.Incomplete)
        {
            if (kind == Decoded.Message)
            {
                Assert.Equal(message.EncodedLength, message.Detach().EncodedLength);
                Assert.Equal(message.Count, message.ToArrays().Length);
            }
            else
            {
                Command.Parse(command.Span);
            }
        }
    }
}
