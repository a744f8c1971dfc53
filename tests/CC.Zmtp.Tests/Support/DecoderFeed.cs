using CC.Zmtp.Protocol;

namespace CC.Zmtp.Tests.Support;

/// <summary>Gives octets to a decoder in pieces, and collects what it makes of them.</summary>
internal sealed class DecoderFeed(MessageDecoder decoder)
{
    public List<byte[][]> Messages { get; } = [];

    public List<byte[]> Commands { get; } = [];

    /// <summary>The most that one receive was offered.</summary>
    public int LargestOffer { get; private set; }

    public DecoderFeed Give(ReadOnlySpan<byte> octets, params int[] pieces)
    {
        for (var i = 0; !octets.IsEmpty; i++)
        {
            var memory = decoder.GetMemory();
            LargestOffer = Math.Max(LargestOffer, memory.Length);
            var size = Math.Min(Math.Min(memory.Length, octets.Length), pieces.Length == 0 ? int.MaxValue : pieces[i % pieces.Length]);
            octets[..size].CopyTo(memory.Span);
            octets = octets[size..];
            decoder.Commit(size);
            ReadAll();
        }

        return this;
    }

    private void ReadAll()
    {
        while (true)
        {
            switch (decoder.TryRead(out var message, out var command))
            {
                case Decoded.Incomplete:
                    return;
                case Decoded.Message:
                    Messages.Add(message.ToArrays());
                    break;
                default:
                    Commands.Add(command.ToArray());
                    break;
            }
        }
    }
}
