using System.Diagnostics;

namespace CC.Server.Lifetime;

/// <summary>The program that this process runs, to be started once more.</summary>
internal static class OwnProgram
{
    /// <summary>How to start it with other arguments.</summary>
    public static ProcessStartInfo Again(IEnumerable<string> arguments) => new(Environment.ProcessPath!, [.. OwnAssembly(), .. arguments]);

    /// <summary>The assembly to name if the process was started as <c>dotnet ccserver.dll</c>.</summary>
    private static IEnumerable<string> OwnAssembly() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
}
