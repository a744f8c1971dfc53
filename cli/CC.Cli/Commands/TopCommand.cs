using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.InteropServices;
using CC.Cli.CommandLine;
using CC.Cli.Jobs;
using CC.Cli.Output;

namespace CC.Cli.Commands;

/// <summary>Shows what jobs use: on a terminal again and again, elsewhere once.</summary>
internal static class TopCommand
{
    private const double DefaultInterval = 2;

    public static Command Create(Runner runner)
    {
        var order = new Option<string>("--sort") { Description = "what there is most of first; by a key as well: c, m, r, u, n", HelpName = string.Join('|', TopTable.Orders), DefaultValueFactory = _ => TopTable.Orders[0] };
        order.AcceptOnlyFromAmong(TopTable.Orders);
        var interval = new Option<double>("--interval") { Description = "how long to wait before it is drawn again, in seconds; 2", HelpName = "SECONDS", DefaultValueFactory = _ => DefaultInterval, CustomParser = Seconds };
        var once = new Option<bool>("--once") { Description = "print it once, as where there is no terminal" };
        return runner.Command("top", "shows what jobs and their processes use, until q or Ctrl-C", [order, interval, once], async call =>
        {
            if (call.Json || call.Value(once) || call.Terminal.Width is null)
            {
                var processes = await LookAsync(call, call.Value(order));
                if (call.Json)
                {
                    call.Terminal.WriteLine(TopTable.Json(processes).ToJsonString());
                }
                else
                {
                    TopTable.Show(processes, call.Value(order), call.Terminal);
                }

                return ExitCode.Ok;
            }

            return await LiveAsync(call, call.Value(order), TimeSpan.FromSeconds(call.Value(interval)));
        });
    }

    private static async Task<ExitCode> LiveAsync(Call call, string order, TimeSpan interval)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = StopOn(PosixSignal.SIGINT, stop);
        using var terminate = StopOn(PosixSignal.SIGTERM, stop);
        var first = await LookAsync(call, order); // A node that is not there is told of before the screen is taken.
        using var screen = new Screen(call.Terminal);
        screen.Show(terminal => TopTable.Show(first, order, terminal));
        var key = KeyAsync();
        while (!stop.IsCancellationRequested)
        {
            if (await Task.WhenAny(key, Task.Delay(interval, stop.Token)) == key)
            {
                var pressed = await key;
                if (pressed is 'q' or 'Q')
                {
                    return ExitCode.Ok;
                }

                order = TopTable.Orders.FirstOrDefault(one => one[0] == pressed) ?? order;
                key = KeyAsync();
            }

            var processes = await LookAsync(call, order);
            screen.Show(terminal => TopTable.Show(processes, order, terminal));
        }

        return ExitCode.Ok;
    }

    private static async Task<IReadOnlyList<ProcessUse>> LookAsync(Call call, string order) =>
        TopTable.Sorted(await ProcessUse.AllAsync(call, LoadedJob.All(await JobAsk.ResultAsync(call, "list", []))), order);

    /// <summary>The next key; none ever where keys don't come from a terminal.</summary>
    private static Task<char> KeyAsync() => Console.IsInputRedirected ? new TaskCompletionSource<char>().Task : Task.Run(() => Console.ReadKey(intercept: true).KeyChar);

    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stop) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        stop.Cancel();
    });

    private static double Seconds(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0.1 and <= 3600)
        {
            return seconds;
        }

        result.AddError($"--interval {text}: is no number of seconds from 0.1 to 3600.");
        return DefaultInterval;
    }
}
