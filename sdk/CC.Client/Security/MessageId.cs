using System.Globalization;
using System.Security.Cryptography;

namespace CC.Client.Security;

/// <summary>Makes ids that no other message has, of this process or any other.</summary>
internal static class MessageId
{
    private static readonly string Prefix = RandomNumberGenerator.GetHexString(24, lowercase: true);
    private static long last;

    public static string Next() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}-{Interlocked.Increment(ref last):x}");
}
