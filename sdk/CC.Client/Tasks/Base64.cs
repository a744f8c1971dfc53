namespace CC.Client.Tasks;

/// <summary>Reads base64 as CC 0.8.7 writes it: with line breaks.</summary>
internal static class Base64
{
    /// <summary>The octets; null if it is none.</summary>
    public static byte[]? Decode(string text)
    {
        var octets = new byte[text.Length];
        return Convert.TryFromBase64String(text, octets, out var length) ? octets[..length] : null;
    }
}
