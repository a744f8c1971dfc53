using CC.Cms;
using CC.Sdk;
using CC.Sdk.Bodies;

namespace CC.Client.Security;

/// <summary>
/// Remembers what the last messages were found to be, so that one that several handlers get is examined once. It keeps no message alive: what is not encrypted is read in the
/// message that is asked about. Thread-safe.
/// </summary>
internal sealed class RecentlyExamined
{
    /// <summary>A power of two.</summary>
    private const int Places = 64;

    /// <summary>Longer bodies are decrypted for each handler, rather than kept.</summary>
    private const int MaxKept = 64 * 1024;

    private readonly Entry?[] entries = new Entry?[Places];

    /// <summary>What was added for the same arrival; null if that is not known, or no more.</summary>
    public ExaminedMessage? Find(in Message message) => Volatile.Read(ref entries[message.Arrival & (Places - 1)]) is { } entry && entry.Arrival == message.Arrival
        ? new ExaminedMessage(entry.Decrypted ?? message.Body, entry.Signer)
        : null;

    public void Add(in Message message, ExaminedMessage examined)
    {
        var isDecrypted = BodyCodec.IsEncrypted(message);
        if (!isDecrypted || examined.Content.Length <= MaxKept)
        {
            var entry = new Entry(message.Arrival, isDecrypted ? examined.Content : default(ReadOnlyMemory<byte>?), examined.Signer);
            Volatile.Write(ref entries[message.Arrival & (Places - 1)], entry);
        }
    }

    private sealed record Entry(long Arrival, ReadOnlyMemory<byte>? Decrypted, Signatory? Signer);
}
