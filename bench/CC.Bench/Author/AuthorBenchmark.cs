using System.Diagnostics;
using System.Globalization;
using System.Text;
using CC.Bench.Load;
using CC.Client;
using CC.Client.Control;
using CC.Sdk;

namespace CC.Bench.Author;

/// <summary>From <c>dotnet new</c> to the first message that the new plugin handles, and what of it the server takes.</summary>
internal static class AuthorBenchmark
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(int rounds)
    {
        using var folder = new TemporaryConfiguration();
        var machine = new AuthorMachine(folder.Folder);
        await machine.PrepareAsync();
        var all = new List<double>();
        var server = new List<double>();
        for (var round = 1; round <= rounds; round++)
        {
            var (whole, part) = await OnceAsync(folder, machine, $"Weather{round}");
            all.Add(whole);
            server.Add(part);
            Print($"round {round}: dotnet new to first answer {whole:0.0} s; files settled to first answer of the new build {part:0} ms");
        }

        Goal.AtMost("seconds from dotnet new to the first answer", Median.Of(all), 60);
        Goal.AtMost("milliseconds of the server", Median.Of(server), 500);
    }

    private static async Task<(double Seconds, double Milliseconds)> OnceAsync(TemporaryConfiguration folder, AuthorMachine machine, string name)
    {
        var plugins = Directory.CreateDirectory(Path.Combine(folder.Folder, $"plugins-of-{name}")).FullName;
        var port = FreePort.Number();
        var started = Stopwatch.GetTimestamp();
        var source = await machine.NewAsync(name);
        await machine.RunAsync(Path.Combine(source, name), "build", "-c", "Release");
        Copy(Output(source, name), Path.Combine(plugins, name));
        using var node = await ChildProcess.ServerAsync(folder.Write($"""
            [ccserver]
            cc-socket = tcp://127.0.0.1:{port}
            cc-role = local
            plugins-dir = {plugins}
            [routes]
            ask = h:new
            [h:new]
            handler = {name.ToLowerInvariant()}
            """));
        await using var client = new CcClient($"tcp://127.0.0.1:{port}");
        Require(await AskAsync(client), "hello");
        var whole = Stopwatch.GetElapsedTime(started).TotalSeconds;

        Change(Path.Combine(source, name));
        await machine.RunAsync(Path.Combine(source, name), "build", "-c", "Release");
        Copy(Output(source, name), Path.Combine(plugins, name));
        var settled = Stopwatch.GetTimestamp();
        while (await AskAsync(client) != "changed")
        {
            await Task.Delay(1);
        }

        return (whole, Stopwatch.GetElapsedTime(settled).TotalMilliseconds);
    }

    private static async Task<string> AskAsync(CcClient client)
    {
        var answer = await client.RequestAsync(Message.Create("ask", """{"req":"ask"}"""u8.ToArray()), Patience);
        return Encoding.UTF8.GetString(answer.Body.Span) is var body && answer.Type == ControlTypes.Reply
            ? body.Split("\"text\":\"")[1].Split('"')[0]
            : throw new InvalidOperationException($"The plugin does not answer: {answer.Type}");
    }

    private static void Require(string actual, string expected)
    {
        if (actual != expected)
        {
            throw new InvalidOperationException($"The plugin answers '{actual}', not '{expected}'.");
        }
    }

    /// <summary>The tutorial's first change: the constant.</summary>
    private static void Change(string project)
    {
        var file = Directory.GetFiles(project, "*Handler.cs").Single();
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"hello\"", "\"changed\"", StringComparison.Ordinal));
    }

    private static string Output(string source, string name) =>
        Path.GetDirectoryName(Directory.GetFiles(Path.Combine(source, name, "bin"), $"{name}.dll", SearchOption.AllDirectories).First())!;

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
