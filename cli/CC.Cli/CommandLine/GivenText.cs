using System.Text;

namespace CC.Cli.CommandLine;

/// <summary>Reads texts that somebody has given: all of a file, or of standard input.</summary>
internal static class GivenText
{
    /// <summary>More can't be meant. What never ends, as /dev/zero, is not read for ever.</summary>
    private const int MostOctets = 64 << 20;

    private const int Portion = 1 << 16;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>All of a file; a pipe is waited for.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">What people call it, as <c>FILE jobs.json</c>.</param>
    /// <exception cref="CommandFailure">It can't be read, is too large, or is no UTF-8.</exception>
    public static string OfFile(string file, string name)
    {
        if (Directory.Exists(file))
        {
            throw Unusable($"{name}: is a folder; name a file in it");
        }

        try
        {
            using var content = File.OpenRead(file);
            return Read(content, name);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"{name}: can't be read: {failure.Message.TrimEnd('.')}");
        }
    }

    /// <summary>All of standard input, until it ends.</summary>
    /// <exception cref="CommandFailure">It can't be read, is too large, or is no UTF-8.</exception>
    public static string OfInput()
    {
        using var input = Console.OpenStandardInput();
        return Read(input, "standard input");
    }

    /// <summary>All of a text. Octets that say that it is UTF-8, as some editors put them in front, are left out.</summary>
    /// <exception cref="CommandFailure">It is too large, or no UTF-8.</exception>
    public static string Read(Stream content, string name)
    {
        using var read = new MemoryStream();
        var portion = new byte[Portion];
        while (content.Read(portion) is > 0 and var count)
        {
            if (read.Length + count > MostOctets)
            {
                throw Unusable($"{name}: has more than {MostOctets >> 20} MB, which is the most that is read; see if another file is meant, or divide it");
            }

            read.Write(portion, 0, count);
        }

        var octets = read.GetBuffer().AsSpan(0, (int)read.Length);
        try
        {
            return Strict.GetString(octets.StartsWith(Encoding.UTF8.Preamble) ? octets[Encoding.UTF8.Preamble.Length..] : octets);
        }
        catch (DecoderFallbackException)
        {
            throw Unusable($"{name}: is no UTF-8, from line {LineOfFault(octets)} on; save it as UTF-8, or see if another file is meant");
        }
    }

    private static int LineOfFault(ReadOnlySpan<byte> octets)
    {
        var line = 1;
        while (octets.IndexOf((byte)'\n') is >= 0 and var end && System.Text.Unicode.Utf8.IsValid(octets[..end]))
        {
            octets = octets[(end + 1)..];
            line++;
        }

        return line;
    }

    private static CommandFailure Unusable(string message) => new(ExitCode.Usage, message);
}
