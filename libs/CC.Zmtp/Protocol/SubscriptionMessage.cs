using CC.Frames;

namespace CC.Zmtp.Protocol;

/// <summary>A subscription in the form of a message: octet 1 to subscribe or 0 to cancel, then the prefix (RFC 15, "Publish-Subscribe"; RFC 23).</summary>
internal static class SubscriptionMessage
{
    public static Multipart Encode(bool subscribe, ReadOnlySpan<byte> prefix)
    {
        byte[] frame = [subscribe ? (byte)1 : (byte)0, .. prefix];
        return Multipart.Create((ReadOnlyMemory<byte>)frame);
    }

    public static bool TryParse(in Multipart message, out bool subscribe, out ReadOnlyMemory<byte> prefix)
    {
        var first = message.Pop(out var frame);
        var isSubscription = first.IsEmpty && !frame.IsEmpty && frame.Span[0] <= 1;
        subscribe = isSubscription && frame.Span[0] == 1;
        prefix = isSubscription ? frame[1..] : default;
        return isSubscription;
    }
}
