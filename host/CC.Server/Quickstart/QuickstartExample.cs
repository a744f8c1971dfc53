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
        var folder = Path.Combine(Path.GetTempPath(), $"cc-quickstart-{Environment.UserName}");
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

    private static void Introduce(Node node, string source, string copy) => Console.Out.WriteLine($"""

        A CC node runs on {string.Join(", ", node.Endpoints)}, with a built-in example:
          follows   {source}
          writes to {copy}
        A few lines are appended now; watch them arrive. Then try, in another terminal:
          echo hello >> {source}
          cmp {source} {copy} && echo the same
          ccserver --ini > my.ini      a configuration to start from (run it with: ccserver my.ini)
        Ctrl-C stops the node.

        """);
}
