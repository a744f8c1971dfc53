using System.Runtime.InteropServices;

namespace CC.Server.Isolation;

/// <summary>Keeps a process's standard output for its reports: what plugins, and the native code that they load, write there goes to standard error.</summary>
internal static partial class StandardStreams
{
    private const int Output = 1;
    private const int Error = 2;

    /// <summary>Takes the standard output away from everybody else.</summary>
    public static Stream TakeOutput()
    {
        var output = Console.OpenStandardOutput(); // A descriptor of its own.
        Console.SetOut(Console.Error);
        if (!OperatingSystem.IsWindows())
        {
            _ = Duplicate(Error, Output);
        }

        return output;
    }

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);
}
