using System.Text;
using System.Text.Json;
using CC.Sdk;
using CC.Server.Commands;
using CC.Server.Isolation;

namespace CC.Server.Tests.Commands;

public sealed class CommandTests
{
    [Fact]
    public void A_program_gets_the_body_as_it_came_and_the_signature_in_base64()
    {
        var request = new TaskRequest("7", "t:a", "here", "there", new Dictionary<string, JsonElement>()) { Body = """{"task_id": "7",  "cmd":"x"}"""u8.ToArray(), Signature = new byte[] { 1, 2, 3 } };

        Assert.Equal("{\"task\":{\"task_id\": \"7\",  \"cmd\":\"x\"},\"signature\":\"AQID\"}\n", Encoding.UTF8.GetString(CommandInput.Of(request)));
    }

    [Fact]
    public void Where_no_message_asks_for_it_a_body_is_made()
    {
        var request = new TaskRequest("7", "t:a", "here", "there", new Dictionary<string, JsonElement> { ["n"] = JsonDocument.Parse("[5]").RootElement });

        Assert.Equal(
            "{\"task\":{\"task_id\":\"7\",\"task_handler\":\"t:a\",\"task_host\":\"here\",\"hostname\":\"there\",\"n\":[5]},\"signature\":\"\"}\n",
            Encoding.UTF8.GetString(CommandInput.Of(request)));
    }

    [Theory]
    [InlineData("ab|cd", "abcd")]
    [InlineData("abcde|fgh", "... 5 octets ...\nfgh")]
    [InlineData("abcdefgh", "... 3 octets ...\ndefgh")]
    [InlineData("ab|cd|ef|gh", "... 4 octets ...\nefgh")]
    public void Of_much_output_the_end_is_kept(string pieces, string kept)
    {
        var tail = new OutputTail(5);

        foreach (var piece in pieces.Split('|'))
        {
            tail.Add(Encoding.UTF8.GetBytes(piece));
        }

        Assert.Equal(kept, Encoding.UTF8.GetString(tail.ToArray()));
    }

    [Theory]
    [InlineData("b", "/home/b")]
    [InlineData("c", "/")]
    public void The_folder_of_another_user_is_that_of_the_list(string user, string home) =>
        Assert.Equal(home, OtherUser.HomeOf(user, ["a:x:1:1::/home/a:/bin/sh", "", "b:x:2:2::/home/b:/bin/sh", "c"]));
}
