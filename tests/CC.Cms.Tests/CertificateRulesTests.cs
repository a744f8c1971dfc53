using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CC.Cms.Tests;

public sealed class CertificateRulesTests : IDisposable
{
    private static readonly byte[] Content = "content"u8.ToArray();

    private readonly TestKeys keys = new();

    public void Dispose() => keys.Dispose();

    [Fact]
    public void A_certificate_of_another_authority_is_refused_even_one_of_the_same_name()
    {
        keys.Authority("other");
        keys.Issue("user1", "other");
        using var impostor = new TestKeys();
        impostor.Authority("spare"); // The next key, so that the names are the same and the keys are not.
        impostor.Authority("ca");
        impostor.Issue("user1");

        Refuses(CmsFault.UnknownAuthority, keys, "user1");
        Assert.Equal(CmsFault.UnknownAuthority, Fault(() => keys.Verifier().VerifyDetached(impostor.Signer("user1").SignDetached(Content), Content)));
        Assert.Equal("user1", keys.Verifier("", "ca", "other").VerifyDetached(keys.Signer("user1").SignDetached(Content), Content).CommonName);
    }

    [Fact]
    public void A_certificate_is_good_only_while_it_is_valid_though_it_was_good_before()
    {
        keys.Issue("user1", from: 0, days: 10);
        var verifier = keys.Verifier();
        var signature = keys.Signer("user1").SignDetached(Content);
        verifier.VerifyDetached(signature, Content);

        keys.Time.Advance(TimeSpan.FromDays(11));

        Assert.Equal(CmsFault.NotValidNow, Fault(() => verifier.VerifyDetached(signature, Content)));
    }

    [Fact]
    public void A_certificate_that_is_not_valid_yet_is_refused()
    {
        keys.Issue("user1", from: 5);

        Refuses(CmsFault.NotValidNow, keys, "user1");
    }

    [Fact]
    public void A_certificate_for_something_else_is_refused()
    {
        keys.IssueWith("web", "ca", new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        keys.IssueWith("cipher", "ca", new X509KeyUsageExtension(X509KeyUsageFlags.KeyEncipherment, critical: true));
        keys.IssueWith("plain", "ca");

        Refuses(CmsFault.WrongPurpose, keys, "web");
        Refuses(CmsFault.WrongPurpose, keys, "cipher");
        Assert.Equal("plain", keys.Verifier().VerifyDetached(keys.Signer("plain").SignDetached(Content), Content).CommonName);
    }

    [Fact]
    public void A_certificate_of_an_authority_in_between_needs_that_ones()
    {
        keys.IssueWith("between", "ca", new X509BasicConstraintsExtension(true, false, 0, true), new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        keys.Issue("user1", "between");

        Refuses(CmsFault.UnknownAuthority, keys, "user1");
        Assert.Equal("user1", keys.Verifier("", "ca", "between").VerifyDetached(keys.Signer("user1").SignDetached(Content), Content).CommonName);
        Assert.Equal(CmsFault.UnknownAuthority, Fault(() => keys.Verifier("", "between").VerifyDetached(keys.Signer("user1").SignDetached(Content), Content)));
    }

    [Fact]
    public void What_an_authority_in_between_is_for_holds_for_all_that_it_has_issued()
    {
        keys.IssueWith("between", "ca", new X509BasicConstraintsExtension(true, false, 0, true), new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        keys.Issue("user1", "between");

        Assert.Equal(CmsFault.WrongPurpose, Fault(() => keys.Verifier("", "ca", "between").VerifyDetached(keys.Signer("user1").SignDetached(Content), Content)));
    }

    [Fact]
    public void A_user_is_no_authority()
    {
        keys.IssueWith("user1", "ca");
        keys.IssueWith("user2", "user1");

        Refuses(CmsFault.UnknownAuthority, keys, "user2");
    }

    [Fact]
    public void A_revoked_certificate_is_refused_as_soon_as_the_list_says_so()
    {
        keys.Issue("user1");
        keys.Issue("user2");
        var verifier = keys.Verifier(keys.Revoke("ca"));
        var (first, second) = (keys.Signer("user1").SignDetached(Content), keys.Signer("user2").SignDetached(Content));
        verifier.VerifyDetached(first, Content);

        keys.Revoke("ca", "user1");
        keys.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(CmsFault.Revoked, Fault(() => verifier.VerifyDetached(first, Content)));
        verifier.VerifyDetached(second, Content);
    }

    [Fact]
    public void A_revocation_list_that_is_out_of_date_or_of_others_lets_nobody_in()
    {
        keys.Authority("other");
        keys.Issue("user1");
        keys.Issue("user2", "other");
        var verifier = keys.Verifier(keys.Revoke("ca"), "ca", "other");

        Assert.Equal(CmsFault.Revoked, Fault(() => verifier.VerifyDetached(keys.Signer("user2").SignDetached(Content), Content)));
        verifier.VerifyDetached(keys.Signer("user1").SignDetached(Content), Content);
        keys.Time.Advance(TimeSpan.FromDays(11));
        Assert.Equal(CmsFault.Revoked, Fault(() => verifier.VerifyDetached(keys.Signer("user1").SignDetached(Content), Content)));
    }

    [Fact]
    public void Each_rule_is_told_with_what_to_do()
    {
        keys.Authority("other");
        keys.Issue("user1", "other");

        var outcomes = keys.Verifier().Explain(keys.Signer("user1").SignDetached(Content), Content);

        Assert.Equal(2 + 6, outcomes.Count);
        var broken = Assert.Single(outcomes, outcome => !outcome.IsKept);
        Assert.Equal(CmsFault.UnknownAuthority, broken.Fault);
        Assert.NotEmpty(broken.NextStep);
    }

    private static void Refuses(CmsFault fault, TestKeys keys, string name) =>
        Assert.Equal(fault, Fault(() => keys.Verifier().VerifyDetached(keys.Signer(name).SignDetached(Content), Content)));

    private static CmsFault Fault(Action verify) => Assert.Throws<CmsException>(verify).Fault;
}
