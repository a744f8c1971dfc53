using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CC.Server.Lifetime;

/// <summary>
/// Runs the server in the background: the command starts itself once more, in a session of its own, waits until that
/// process is ready or has failed, and ends. A managed process can't fork.
/// </summary>
internal static partial class Background
{
    private const string Mark = "CC_SERVER_BACKGROUND";
    private const string AnnounceOption = "--announce";
    private const int ReadWrite = 2;

    /// <summary>Whether this is the process in the background. Processes that this one starts are not.</summary>
    public static bool IsThis { get; } = TakeMark();

    /// <summary>Starts the process in the background and returns how its start ended.</summary>
    public static async Task<ExitCode> StartAsync(IReadOnlyList<string> arguments)
    {
        string[] announce = arguments.Contains(AnnounceOption) ? [] : [AnnounceOption];
        var start = OwnProgram.Again([.. arguments, .. announce]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true; // The runtime keeps copies of it, which would hold on to whatever reads ours for ever.
        start.Environment[Mark] = "1";

        using var process = Process.Start(start)!;
        var complaints = PassOnAsync(process.StandardError);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith('{'))
            {
                return ExitCode.Ok;
            }
        }

        await process.WaitForExitAsync();
        await complaints;
        return (ExitCode)process.ExitCode;
    }

    /// <summary>Leaves the terminal's session, so that closing it does not reach the server.</summary>
    public static void DetachIfThis()
    {
        if (IsThis && !OperatingSystem.IsWindows())
        {
            _ = NewSession();
        }
    }

    /// <summary>Lets go of the terminal, and of whatever else the standard streams led to, once whoever started this process knows that it is ready.</summary>
    public static void LetGoIfThis()
    {
        if (!IsThis)
        {
            return;
        }

        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
        if (!OperatingSystem.IsWindows() && Open("/dev/null", ReadWrite) is >= 0 and var nothing)
        {
            for (var stream = 0; stream <= 2; stream++)
            {
                _ = Duplicate(nothing, stream);
            }

            _ = Close(nothing);
        }
    }

    private static async Task PassOnAsync(StreamReader complaints)
    {
        while (await complaints.ReadLineAsync() is { } line)
        {
            await Console.Error.WriteLineAsync(line);
        }
    }

    private static bool TakeMark()
    {
        var isMarked = Environment.GetEnvironmentVariable(Mark) is not null;
        Environment.SetEnvironmentVariable(Mark, null);
        return isMarked;
    }

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int NewSession();

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
