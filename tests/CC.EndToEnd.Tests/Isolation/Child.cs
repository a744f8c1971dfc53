using System.Globalization;
using System.Text.RegularExpressions;
using CC.Sdk.Testing;

namespace CC.EndToEnd.Tests.Isolation;

/// <summary>A process that a node has started for a component, as seen from outside.</summary>
internal sealed partial record Child(int Id)
{
    private const int NiceField = 18;

    /// <summary>How far it steps back.</summary>
    public int Nice => int.Parse(Stat().Split(' ')[NiceField - 2], CultureInfo.InvariantCulture);

    /// <summary>How many files it may open.</summary>
    public string MaxFiles => File.ReadLines($"/proc/{Id}/limits").Single(line => line.StartsWith("Max open files", StringComparison.Ordinal));

    /// <summary>What it has open: sockets and pipes have names of their own.</summary>
    public IEnumerable<string> OpenFiles => OpenFilesOf(Id);

    private bool IsGone
    {
        get
        {
            try
            {
                return Stat()[0] is 'Z' or 'X';
            }
            catch (IOException)
            {
                return true;
            }
        }
    }

    /// <summary>Waits until a node has started so many, and returns the last one.</summary>
    public static async Task<Child> OfAsync(ServerProcess server, int starts = 1) => In((await server.WaitForLinesAsync("runs in process", starts))[starts - 1]);

    /// <summary>The process that a line of the log ends with.</summary>
    public static Child In(string line) => new(int.Parse(Number().Match(line).Value, CultureInfo.InvariantCulture));

    public static IEnumerable<string> OpenFilesOf(int process) =>
        [.. Directory.GetFileSystemEntries($"/proc/{process}/fd").Select(TargetOf).OfType<string>()];

    public void Kill() => ExternalProgram.Run("kill", "-KILL", $"{Id}");

    public void Terminate() => ExternalProgram.Run("kill", "-TERM", $"{Id}");

    /// <summary>Waits until it has ended.</summary>
    public Task EndsAsync() => Eventually.TrueAsync(() => IsGone, () => $"process {Id} does not end");

    private static string? TargetOf(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget;
        }
        catch (IOException)
        {
            return null; // It was closed meanwhile.
        }
    }

    /// <summary>What follows the program's name, which may have blanks in it: the state is the first of it.</summary>
    private string Stat()
    {
        var stat = File.ReadAllText($"/proc/{Id}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..];
    }

    [GeneratedRegex(@"\d+$")]
    private static partial Regex Number();
}
