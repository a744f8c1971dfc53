using System.Text;
using CC.Client.Security;
using CC.Sdk.Bodies;
using CC.Sdk.Testing.Fakes;

namespace CC.Sdk.Tests.Client.Security;

public sealed class MessageSecurityTests(TestKeystore keys) : IClassFixture<TestKeystore>
{
    private static readonly byte[] Blob = "a blob"u8.ToArray();

    private readonly ManualTime time = new();

    [Fact]
    public void What_is_signed_is_read_with_its_signer_and_says_what_it_is_of()
    {
        var message = Compose(keys.Signing("user1"), Blob);

        var examined = Open(keys.Verifying()).Examine(message);
        var body = Open(keys.Verifying()).Open(message, BodiesJson.Default.EchoRequest);

        Assert.Equal("user1", examined.Signer?.CommonName);
        Assert.Equal("there", body.Target);
        Assert.Equal(BlobHash.Of(Blob, isSha256: false), body.BlobHash);
        Assert.Contains("\"msg_id\":\"", Encoding.UTF8.GetString(message.Body.Span));
    }

    [Fact]
    public void What_is_encrypted_is_read_by_its_recipient_only()
    {
        var message = Compose(keys.Signing("user1") with { CmsEncrypt = "server" }, Blob);
        Assert.Equal("ENC1", Encoding.ASCII.GetString(message.Body.Span));

        Assert.Equal("there", Open(keys.Verifying() with { CmsDecrypt = "server" }).Open(message, BodiesJson.Default.EchoRequest).Target);
        Refuses(MessageFault.Undecryptable, keys.Verifying() with { CmsDecrypt = "user2" }, message);
        Refuses(MessageFault.Encrypted, keys.Verifying(), message);
        Assert.Equal(MessageFault.Encrypted, Assert.Throws<MessageException>(() => BodyCodec.Open(message, BodiesJson.Default.EchoRequest)).Fault);
    }

    [Fact]
    public void What_must_be_signed_or_encrypted_and_is_not_is_refused()
    {
        Refuses(MessageFault.Unverified, keys.Verifying(), Compose(new CmsOptions(), null));
        Refuses(MessageFault.NotEncrypted, keys.Verifying() with { CmsDecrypt = "server" }, Compose(keys.Signing("user1"), null));
        Refuses(MessageFault.UntrustedSigner, keys.Verifying("other"), Compose(keys.Signing("user1"), null));
    }

    [Fact]
    public void Nothing_of_a_signed_message_can_be_changed()
    {
        var message = Compose(keys.Signing("user1"), Blob);
        var body = Encoding.UTF8.GetString(message.Body.Span);

        Refuses(MessageFault.BadSignature, keys.Verifying(), Message.Create(message.Type, Encoding.UTF8.GetBytes(body.Replace("there", "where")), message.Signature, Blob));
        Refuses(MessageFault.WrongReq, keys.Verifying(), Message.Create("echo.other", message.Body, message.Signature, Blob));
        Refuses(MessageFault.BadBlobHash, keys.Verifying(), Message.Create(message.Type, message.Body, message.Signature, "b blob"u8.ToArray()));
        Refuses(MessageFault.NoBlob, keys.Verifying(), Message.Create(message.Type, message.Body, message.Signature));
    }

    [Fact]
    public void A_blob_without_its_hash_is_refused_where_a_signature_stands_even_without_authorities()
    {
        var body = """{"req":"echo.request","target":"there"}"""u8.ToArray();
        var message = Message.Create("echo.request", body, "signature"u8.ToArray(), Blob);

        Assert.Equal(MessageFault.BadBlobHash, Assert.Throws<MessageException>(() => BodyCodec.Open(message, BodiesJson.Default.EchoRequest)).Fault);
        Refuses(MessageFault.BadBlobHash, new CmsOptions(), message);
        Assert.Equal("there", BodyCodec.Open(Message.Create("echo.request", body, default, Blob), BodiesJson.Default.EchoRequest).Target);
    }

    [Theory]
    [InlineData(BlobDigest.Sha1, "SHA-1:")]
    [InlineData(BlobDigest.Sha256, "SHA-256:")]
    public void The_hash_of_a_blob_is_written_as_configured_and_read_either_way(BlobDigest digest, string prefix)
    {
        var message = Compose(keys.Signing("user1") with { CmsBlobHash = digest }, Blob);

        Assert.StartsWith(prefix, Open(keys.Verifying()).Open(message, BodiesJson.Default.EchoRequest).BlobHash);
    }

    [Fact]
    public void The_time_window_holds_both_ways_and_without_signatures_as_well()
    {
        var message = Compose(new CmsOptions(), null);
        var options = new CmsOptions { CmsTimeWindow = TimeSpan.FromSeconds(10) };
        Open(options).Examine(message);

        time.Advance(TimeSpan.FromSeconds(11));
        Refuses(MessageFault.OutsideTimeWindow, options, message);
        time.SetUtcNow(time.GetUtcNow() - TimeSpan.FromSeconds(22));
        Refuses(MessageFault.OutsideTimeWindow, options, message);
    }

    [Fact]
    public void A_message_is_taken_once_by_whoever_it_comes_but_by_all_handlers_that_get_it()
    {
        var verifier = Open(keys.Verifying());
        var message = Compose(keys.Signing("user1"), null);
        var arrived = message.Arrived();

        verifier.Examine(arrived);
        verifier.Examine(arrived);
        verifier.Examine(arrived.Detach());
        verifier.Examine(arrived.From([1, 1, 1]));

        Assert.Equal(MessageFault.Replayed, Assert.Throws<MessageException>(() => verifier.Examine(message.Arrived())).Fault);
        Open(keys.Verifying()).Examine(message.Arrived()); // Another node has a memory of its own.
        time.Advance(TimeSpan.FromMinutes(6));
        verifier.Examine(message.Arrived()); // What comes later, cms-time-window is for.
    }

    [Fact]
    public void A_message_is_taken_once_for_as_long_as_its_time_would_let_it_in()
    {
        var verifier = Open(keys.Verifying() with { CmsTimeWindow = TimeSpan.FromSeconds(60), CmsReplayWindow = TimeSpan.FromSeconds(10) });
        var now = time.GetUtcNow();
        time.SetUtcNow(now.AddSeconds(55));
        var message = Compose(keys.Signing("user1"), null);
        time.SetUtcNow(now);
        verifier.Examine(message.Arrived());

        time.Advance(TimeSpan.FromSeconds(110));

        Assert.Equal(MessageFault.Replayed, Assert.Throws<MessageException>(() => verifier.Examine(message.Arrived())).Fault);
    }

    [Fact]
    public void A_message_of_the_original_has_no_id_and_is_taken_unless_one_is_required()
    {
        var message = Compose(keys.Signing("user1"), null);
        var json = "{\"req\": \"echo.request\", \"target\": \"there\", \"time\": 1.5, \"hostname\": \"h\", \"blob_hash\": \"\"}"u8.ToArray();
        var signature = CC.Cms.ContentSigner.Open(new CC.Cms.KeyStore(keys.Folder), "user1", CC.Cms.CmsDigest.Sha1, time).SignDetached(json);
        message = Message.Create(message.Type, json, signature);

        var verifier = Open(keys.Verifying());
        verifier.Examine(message.Arrived());
        verifier.Examine(message.Arrived());
        Refuses(MessageFault.NoMessageId, keys.Verifying() with { CmsRequireId = true }, message);
    }

    [Fact]
    public void What_was_made_without_is_sealed_with_hash_and_id()
    {
        var sealedMessage = Open(keys.Signing("user1")).Seal(Message.Create("echo.request", """{"req":"echo.request","target":"there"}"""u8.ToArray(), blob: Blob));
        var empty = Open(keys.Signing("user1")).Seal(Message.Create("echo.request", "{}"u8.ToArray()));

        Assert.Equal("there", Open(keys.Verifying()).Open(sealedMessage, BodiesJson.Default.EchoRequest).Target);
        Refuses(MessageFault.WrongReq, keys.Verifying(), empty);
    }

    [Theory]
    [InlineData("")]
    [InlineData("server")]
    public void What_was_made_without_a_blob_is_sealed_without_one(string recipient)
    {
        var message = Message.Create("echo.request", """{"req":"echo.request","target":"there"}"""u8.ToArray());

        var sealedMessage = Open(keys.Signing("user1") with { CmsEncrypt = recipient }).Seal(message);

        Assert.False(sealedMessage.HasBlob);
        Assert.Equal("user1", Open(keys.Verifying() with { CmsDecrypt = recipient }).Examine(sealedMessage).Signer?.CommonName);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"req":"echo.request","time":"soon"}""")]
    [InlineData("""{"req":"echo.request"}x""")]
    [InlineData("""{"req":"echo.request","msg_id":5}""")]
    [InlineData("""{"req":"echo.request","time":NaN}""")]
    [InlineData("""{"req":"echo.request","x":NaN""")]
    public void A_body_that_can_not_be_read_is_refused_by_the_coded_exception(string json) =>
        Refuses(MessageFault.BadBody, new CmsOptions { CmsTimeWindow = TimeSpan.FromDays(1) }, Message.Create("echo.request", Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_number_that_JSON_does_not_have_is_ignored_and_stays_as_it_was_signed()
    {
        var message = Open(keys.Signing("user1")).Seal(Message.Create("echo.request", """{"req":"echo.request","target":"there","x":NaN}"""u8.ToArray()));

        Assert.Contains("NaN", Encoding.UTF8.GetString(Open(keys.Verifying()).Examine(message).Content.Span));
        Assert.Equal("there", Open(keys.Verifying()).Open(message, BodiesJson.Default.EchoRequest).Target);
    }

    [Fact]
    public void Options_that_need_others_say_so_and_files_are_looked_at()
    {
        Assert.Contains("needs cms-sign", Rule(new CmsOptions { CmsKeystore = keys.Folder, CmsEncrypt = "server" }));
        Assert.Contains("needs cms-verify-ca", Rule(new CmsOptions { CmsKeystore = keys.Folder, CmsDecrypt = "server" }));
        Assert.Contains("nobody.crt can't be read", Rule(keys.Signing("nobody")));
        Assert.Contains("is no name", Rule(keys.Signing("../user1")));
        Assert.Empty(keys.Signing("user1").Validate());
    }

    private static string Rule(CmsOptions options) => Assert.Single(options.Validate()).Rule;

    private void Refuses(MessageFault fault, CmsOptions options, Message message) =>
        Assert.Equal(fault, Assert.Throws<MessageException>(() => Open(options).Examine(message)).Fault);

    private MessageSecurity Open(CmsOptions options) => MessageSecurity.Open(options, time);

    private Message Compose(CmsOptions options, ReadOnlyMemory<byte>? blob) =>
        Open(options).Compose(new EchoRequest { Req = EchoRequest.Type, Target = "there" }, BodiesJson.Default.EchoRequest, "testhost", blob, default);
}
