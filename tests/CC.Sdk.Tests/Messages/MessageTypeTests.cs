using System.Text;
using System.Text.RegularExpressions;
using CC.Frames;
using FsCheck;
using FsCheck.Fluent;

namespace CC.Sdk.Tests.Messages;

public sealed partial class MessageTypeTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("log.info")]
    [InlineData("task.send.4f-1_Z")]
    [InlineData("0.1.2")]
    [InlineData("-")]
    public void Labels_joined_by_dots_are_a_type(string text) => Assert.True(IsType(text));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("a*")]
    [InlineData("*")]
    [InlineData("a/b")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    [InlineData("ü")]
    public void Everything_else_is_not(string text) => Assert.False(IsType(text));

    [Fact]
    public void Is_what_the_specification_says_of_any_text() =>
        Prop.ForAll(Texts, text => IsType(text) == Type().IsMatch(text)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_message_of_any_frames_is_parsed_or_refused_and_never_throws() =>
        Prop.ForAll(Texts.Generator.ArrayOf().ToArbitrary(), texts =>
        {
            if (texts.Length == 0)
            {
                return true;
            }

            var fault = Message.TryParse(Multipart.Create(texts), out var message);

            var delimiter = Array.IndexOf(texts, "");
            var expected = delimiter < 0 ? MessageFault.NoDelimiter
                : delimiter == texts.Length - 1 ? MessageFault.NoType
                : Type().IsMatch(texts[delimiter + 1]) ? MessageFault.None
                : MessageFault.BadType;
            return fault == expected && (fault != MessageFault.None || message.Route.Count == delimiter);
        }).QuickCheckThrowOnFailure();

    private static Arbitrary<string> Texts =>
        Gen.Elements('a', 'Z', '5', '_', '-', '.', '.', ' ', '\n', 'ü').ArrayOf().Select(letters => new string(letters)).ToArbitrary();

    private static bool IsType(string text) => Message.IsType(Encoding.UTF8.GetBytes(text));

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]+(\.[a-zA-Z0-9_-]+)*\z")]
    private static partial Regex Type();
}
