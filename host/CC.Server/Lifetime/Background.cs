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
        foreach (var argument in OwnAssembly().Concat(arguments).Union(["--announce"]))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        if (await process.StandardOutput.ReadLineAsync() is not null)
        {
            return ExitCode.Ok;
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

    /// <summary>Lets go of the terminal, once whoever started this process knows that it is ready.</summary>
    public static void LetGo()
    {
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
    }

    /// <summary>The assembly to name if the process was started as <c>dotnet ccserver.dll</c>.</summary>
    private static IEnumerable<string> OwnAssembly() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int NewSession();
}
