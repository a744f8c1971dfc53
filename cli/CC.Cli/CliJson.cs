using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CC.Cli.Commands;
using CC.Cli.Files;
using CC.Cli.Keys;
using CC.Cli.Signing;
using CC.Client.Control;

namespace CC.Cli;

/// <summary>The source-generated serializers of what the tool itself says in JSON.</summary>
[JsonSerializable(typeof(Published))]
[JsonSerializable(typeof(SignedFile[]))]
[JsonSerializable(typeof(SigningFailure))]
[JsonSerializable(typeof(FileVerification))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(KeyDescription))]
[JsonSerializable(typeof(KeyDescription[]))]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(RevocationFile))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>An error that no node has given.</summary>
    public static string Error(ExitCode code, string message) =>
        Write(new ErrorReply { Req = ControlTypes.Error, Msg = message, Code = ExitCodes.NameOf(code) }, ControlJson.Default.ErrorReply);

    public static string Write<T>(T value, JsonTypeInfo<T> typeInfo) => JsonSerializer.Serialize(value, typeInfo);
}
