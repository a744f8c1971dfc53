using System.CommandLine;
using System.Text;
using System.Text.Json;
using CC.Cli.CommandLine;
using CC.Cli.Nodes;
using CC.Cli.Output;
using CC.Sdk;

namespace CC.Cli.Commands;

/// <summary>Commands that send messages of any type.</summary>
internal static class MessageCommands
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static Command Publish(Runner runner)
    {
        var (type, json, blob) = (Type(), Json(), Blob());
        return runner.Command("publish", "sends a message, and sees that the node has got it", [type, json, blob], async call =>
        {
            var message = RequestBody.Compose(call.Value(type), Body(call.Value(json)), BlobOf(call.Value(blob)), TimeProvider.System);
            var node = call.Connect();
            await node.DeliverAsync(message, call.Limit);
            call.Terminal.WriteLine(call.Json ? CliJson.Write(new Published(message.Type, node.Endpoint), CliJson.Default.Published) : $"{message.Type} is published");
            return ExitCode.Ok;
        });
    }

    public static Command Request(Runner runner)
    {
        var (type, json, blob) = (Type(), Json(), Blob());
        return runner.Command("request", "sends a message, and prints the answer", [type, json, blob], async call =>
        {
            var message = RequestBody.Compose(call.Value(type), Body(call.Value(json)), BlobOf(call.Value(blob)), TimeProvider.System);
            var node = call.Connect();
            var answer = await node.AskAsync(message, call.Limit);
            call.Terminal.WriteLine(call.Json ? Encoding.UTF8.GetString(answer.Body.Span) : Readable(answer));
            if (answer.HasBlob)
            {
                call.Terminal.Tell($"the answer has a blob of {Words.Octets(answer.Blob.Length)}, which is not shown");
            }

            return ExitCode.Ok;
        });
    }

    private static Argument<string> Type() => new Argument<string>("TYPE") { Description = "the message's type, such as pub.note" }.NotEmpty();

    private static Argument<string?> Json() => new("JSON")
    {
        Description = "its body, a JSON object; - reads it from standard input; req, time and hostname are filled in",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static Option<string?> Blob() => new Option<string?>("--blob") { Description = "a file whose content is sent along", HelpName = "FILE" }.NotEmpty();

    private static string? Body(string? json) => json == "-" ? GivenText.OfInput() : json;

    private static ReadOnlyMemory<byte>? BlobOf(string? file)
    {
        try
        {
            return file is null ? default(ReadOnlyMemory<byte>?) : File.ReadAllBytes(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Usage, $"--blob {file}: can't be read: {failure.Message.TrimEnd('.')}");
        }
    }

    private static string Readable(in Message answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            using var octets = new MemoryStream();
            using (var writer = new Utf8JsonWriter(octets, Indented))
            {
                document.WriteTo(writer);
            }

            return Encoding.UTF8.GetString(octets.ToArray());
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new CommandFailure(ExitCode.Failed, $"the answer {answer.Type} is no JSON; see what --json shows, and if the handler encrypts its answers");
        }
    }
}
