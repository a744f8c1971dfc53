using CC.Server.CommandLine;
using CC.Server.Configuration;
using CC.Server.Lifetime;

namespace CC.Server.Quickstart;

/// <summary>A useful node on embedded defaults, which shows a log file being carried as soon as it runs.</summary>
internal static class QuickstartExample
{
    private const string LogName = "demo.log";

    public static async Task<ExitCode> RunAsync(ServerArguments arguments)
    {
        var folder = Folder();
        var source = Directory.CreateDirectory(Path.Combine(folder, "source")).FullName;
        var copy = Directory.CreateDirectory(Path.Combine(folder, "copy")).FullName;
        var configuration = new ConfigurationSource(
            "the built-in quickstart example",
            "quickstart",
            arguments.Overrides,
            () => ConfigurationSource.Embedded("quickstart.ini").Replace("@FOLDER@", folder.Replace("%", "%%")));

        using var stopping = new CancellationTokenSource();
        var demonstration = Task.CompletedTask;
        var ended = await new NodeProcess(arguments, configuration).RunAsync(node =>
        {
            Introduce(node, Path.Combine(source, LogName), Path.Combine(copy, LogName));
            demonstration = CarriedLines.ShowAsync(Path.Combine(source, LogName), Path.Combine(copy, LogName), Console.Out, stopping.Token);
        });
        await stopping.CancelAsync();
        await demonstration;
        return ended;
    }

    /// <summary>A folder of this user; in the one for everybody's temporary files others could have prepared it.</summary>
    private static string Folder() =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create) is { Length: > 0 } own
            ? Path.Combine(own, "cc-quickstart")
            : Directory.CreateTempSubdirectory("cc-quickstart-").FullName;

    private static void Introduce(Node node, string source, string copy) => Console.Out.WriteLine($"""

        A CC node runs on {string.Join(", ", node.Endpoints)}, with a built-in example:
          follows   {source}
          writes to {copy}
        A few lines are appended now; watch them arrive. Then try, in another terminal:
          echo hello >> {source}
          cmp {source} {copy} && echo the same
          {Environment.ProcessPath} --ini > my.ini
            a configuration to start from; give the server its name to run it
        Ctrl-C stops the node.

        """);
}
