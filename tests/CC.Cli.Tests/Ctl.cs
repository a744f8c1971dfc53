using CC.Cli.CommandLine;
using CC.Cli.Output;
using CC.Sdk.Testing;

namespace CC.Cli.Tests;

/// <summary>Runs the tool within the test.</summary>
internal static class Ctl
{
    public static Task<Ran> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    public static Task<Ran> RunAsync(int? width, params string[] arguments) => RunAsync(width, false, _ => null, arguments);

    public static async Task<Ran> RunAsync(int? width, bool colours, Func<string, string?> environment, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var left = new List<IAsyncDisposable>();
        var code = await Frontend.RunAsync(arguments, new Terminal(output, TextWriter.Synchronized(error), width, colours), environment, left).WaitAsync(ServerProcess.Patience);
        foreach (var open in left)
        {
            await open.DisposeAsync();
        }

        return new Ran(code, output.ToString(), error.ToString());
    }
}
