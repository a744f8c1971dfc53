using System.Text;
using System.Text.Json.Serialization.Metadata;
using CC.Cms;
using CC.Sdk;
using CC.Sdk.Bodies;
using CC.Sdk.Options;

namespace CC.Client.Security;

/// <summary>Signs and encrypts what is sent, and verifies and decrypts what is received, as options say. Safe to use from any thread.</summary>
public sealed class MessageSecurity
{
    /// <summary>Ids that are remembered at most.</summary>
    private const int MaxIds = 100_000;

    private readonly CmsOptions options;
    private readonly Credentials credentials;
    private readonly TimeProvider time;
    private readonly ReplayWindow? replays;
    private readonly RecentlyExamined recent = new();

    private MessageSecurity(CmsOptions options, Credentials credentials, TimeProvider time)
    {
        (this.options, this.credentials, this.time) = (options, credentials, time);

        // What the time window admits may come as long as that; before and after now.
        var window = options.CmsReplayWindow > TimeSpan.Zero && 2 * options.CmsTimeWindow > options.CmsReplayWindow ? 2 * options.CmsTimeWindow : options.CmsReplayWindow;
        replays = window > TimeSpan.Zero ? new ReplayWindow(window, MaxIds, time) : null;
    }

    /// <summary>Opens the keys and certificates that the options name. They are read again when their files change.</summary>
    /// <param name="options">The options.</param>
    /// <param name="time">The clock.</param>
    /// <param name="notReloaded">Told, on any thread, why files that have changed are not taken up; the last ones stay in use.</param>
    /// <exception cref="OptionsException">They can't be used.</exception>
    public static MessageSecurity Open(CmsOptions options, TimeProvider time, Action<string>? notReloaded = null)
    {
        var problems = options.Validate().ToList();
        var credentials = Credentials.Open(options, time, notReloaded, []);
        return problems is []
            ? new MessageSecurity(options, credentials, time)
            : throw new OptionsException([.. problems.Select(problem => new OptionError("", "", problem.Option, null, problem.Rule))]);
    }

    /// <summary>Whether what is sent is signed.</summary>
    public bool Signs => credentials.Signer is not null;

    /// <summary>Makes a message: fills in time, host name, the blob's hash and an id, and signs and encrypts it.</summary>
    internal Message Compose<T>(T body, JsonTypeInfo<T> typeInfo, string hostName, ReadOnlyMemory<byte>? blob, MessageRoute route)
        where T : MessageBody
    {
        if (credentials.Signer is null)
        {
            return BodyCodec.Compose(body, typeInfo, hostName, time, blob, route);
        }

        body.BlobHash = HashOf(blob);
        return Seal(body.Req, With(BodyCodec.Serialize(body, typeInfo, hostName, time), $"\"msg_id\":\"{MessageId.Next()}\""), blob, route);
    }

    /// <summary>Reads a message's body, after all checks.</summary>
    /// <exception cref="MessageException">The message can't be used.</exception>
    internal T Open<T>(in Message message, JsonTypeInfo<T> typeInfo)
        where T : MessageBody =>
        BodyCodec.Read(message, Examine(message).Content, typeInfo);

    /// <summary>Signs and encrypts a message that was made without that, if the options say so; puts the blob's hash and an id into its body.</summary>
    /// <param name="message">A message whose body is a JSON object.</param>
    public Message Seal(in Message message) => credentials.Signer is null
        ? message
        : Seal(message.Type, With(message.Body.Span, $"{(message.HasBlob ? $"\"blob_hash\":\"{HashOf(message.Blob)}\"," : "")}\"msg_id\":\"{MessageId.Next()}\""), message.BlobOrNull, message.Route);

    /// <summary>Decrypts and verifies a message, in the order that CC 0.8.7 does it in, and checks what its body says of it. Examining the same arrival again is no replay.</summary>
    /// <exception cref="MessageException">The message can't be used; the fault says why.</exception>
    public ExaminedMessage Examine(in Message message)
    {
        if (message.Arrival != 0 && recent.Find(message) is { } before)
        {
            return before;
        }

        var examined = Authenticate(message);
        Check(message, examined);
        if (message.Arrival != 0)
        {
            recent.Add(message, examined);
        }

        return examined;
    }

    private ExaminedMessage Authenticate(in Message message)
    {
        if (message.Body.IsEmpty)
        {
            throw new MessageException(MessageFault.NoBody, "it has no body");
        }

        var isEncrypted = BodyCodec.IsEncrypted(message);
        try
        {
            if (credentials.Decryptor is { } decryptor)
            {
                var signed = isEncrypted ? decryptor.Decrypt(message.Signature.Span) : throw new MessageException(MessageFault.NotEncrypted, "it is not encrypted, as cms-decrypt asks for");
                var signer = credentials.Verifier!.VerifyOpaque(signed, out var content);
                return new ExaminedMessage(content, signer);
            }

            if (isEncrypted)
            {
                throw new MessageException(MessageFault.Encrypted, "it is encrypted, and there is no key for it");
            }

            return credentials.Verifier is not { } verifier ? new ExaminedMessage(message.Body, null)
                : message.Signature.IsEmpty ? throw new MessageException(MessageFault.Unverified, "it is not signed, as cms-verify-ca asks for")
                : new ExaminedMessage(message.Body, verifier.VerifyDetached(message.Signature, message.Body));
        }
        catch (CmsException refused)
        {
            throw new MessageException(FaultOf(refused.Fault), refused.Message, refused);
        }
    }

    private void Check(in Message message, ExaminedMessage examined)
    {
        var fields = BodyFields.Read(examined.Content.Span, message);
        var age = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds - fields.Time;
        if (options.CmsTimeWindow > TimeSpan.Zero && !(Math.Abs(age) <= options.CmsTimeWindow.TotalSeconds))
        {
            throw new MessageException(MessageFault.OutsideTimeWindow, $"it was made {age:0} s ago by its own account, and cms-time-window is {options.CmsTimeWindow.TotalSeconds:0.###} s; see that the clocks agree");
        }

        BlobHash.Check(message, fields.BlobHash, isRequired: credentials.Verifier is not null || !message.Signature.IsEmpty);
        if (examined.Signer is { } signer)
        {
            RefuseReplay(message, fields.Id, signer);
        }
    }

    private void RefuseReplay(in Message message, string id, Signatory signer)
    {
        if (id.Length == 0)
        {
            if (options.CmsRequireId)
            {
                throw new MessageException(MessageFault.NoMessageId, "it has no msg_id, as cms-require-id asks for");
            }
        }
        else if (replays?.Admits(signer.Thumbprint, id, message.Arrival) == false)
        {
            throw new MessageException(MessageFault.Replayed, $"a message with its msg_id {id} has come before");
        }
    }

    private Message Seal(string type, byte[] json, ReadOnlyMemory<byte>? blob, MessageRoute route) => credentials.Encryptor is { } encryptor
        ? Message.Create(type, BodyCodec.EncryptedMark.ToArray(), encryptor.Encrypt(credentials.Signer!.SignOpaque(json)), blob, route)
        : Message.Create(type, json, credentials.Signer!.SignDetached(json), blob, route);

    private string HashOf(ReadOnlyMemory<byte>? blob) => blob is { } octets ? BlobHash.Of(octets, options.CmsBlobHash == BlobDigest.Sha256) : "";

    /// <summary>A JSON object with further fields at its end, where they count whatever stands before them.</summary>
    private static byte[] With(ReadOnlySpan<byte> json, string fields)
    {
        var end = json.LastIndexOf((byte)'}');
        var isEmpty = json[..end].TrimEnd(" \t\r\n"u8).EndsWith("{"u8);
        return [.. json[..end], .. isEmpty ? ""u8 : ","u8, .. Encoding.UTF8.GetBytes(fields), (byte)'}'];
    }

    private static MessageFault FaultOf(CmsFault fault) => fault switch
    {
        CmsFault.Undecryptable => MessageFault.Undecryptable,
        CmsFault.UnknownAuthority or CmsFault.NotValidNow or CmsFault.WrongPurpose or CmsFault.Revoked => MessageFault.UntrustedSigner,
        _ => MessageFault.BadSignature,
    };
}
