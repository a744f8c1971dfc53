using CC.Cli.CommandLine;
using CC.Cli.Output;

// What is left open ends with the process. To end it in order, when everything is answered already, would take longer than to ask.
return (int)await Frontend.RunAsync(args, Terminal.OfProcess(), Environment.GetEnvironmentVariable, []);
