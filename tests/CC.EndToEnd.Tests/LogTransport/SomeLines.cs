using System.Text;

namespace CC.EndToEnd.Tests.LogTransport;

/// <summary>Content for logs: lines that differ, so that none can be missing, double or in the wrong place without being noticed.</summary>
internal static class SomeLines
{
    public static string Of(string what, int count) => string.Concat(Enumerable.Range(1, count).Select(i => Line(what, i)));

    public static string Line(string what, int number) => $"{what} {number}: {new string((char)('a' + (number % 26)), number * 7919 % 200)}\n";

    /// <summary>Octets that are no text.</summary>
    public static byte[] Noise(int count, int seed = 1)
    {
        var octets = new byte[count];
        new Random(seed).NextBytes(octets);
        return octets;
    }

    public static byte[] Octets(string text) => Encoding.UTF8.GetBytes(text);
}
