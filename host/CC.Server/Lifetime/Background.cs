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
    private const string ReadyLine = "ready";

    /// <summary>Whether this is the process in the background.</summary>
    public static bool IsThis => Environment.GetEnvironmentVariable(Mark) is not null;

    /// <summary>Starts the process in the background and returns how its start ended.</summary>
    public static async Task<ExitCode> StartAsync(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { [Mark] = "1" },
        };
        foreach (var argument in OwnAssembly().Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == ReadyLine)
            {
                return ExitCode.Ok;
            }
        }

        await process.WaitForExitAsync();
        return (ExitCode)process.ExitCode;
    }

    /// <summary>Leaves the terminal's session, so that closing it does not reach the server.</summary>
    public static void Detach()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = NewSession();
        }
    }

    /// <summary>Tells the command that waits that the server is ready, and lets go of it.</summary>
    public static void ReportReady()
    {
        Console.Out.WriteLine(ReadyLine);
        Console.Out.Flush();
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
    }

    /// <summary>The assembly to name if the process was started as <c>dotnet ccserver.dll</c>.</summary>
    private static IEnumerable<string> OwnAssembly() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int NewSession();
}
