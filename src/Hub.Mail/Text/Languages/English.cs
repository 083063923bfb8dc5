namespace Hub.Mail.Text.Languages;

internal static class English
{
    public static readonly MailLanguage Language = new()
    {
        Attribution = ("On", "wrote"),
        Narrators = ["I", "we", "you", "he", "she", "they", "somebody", "someone", "my", "our", "your", "his", "her", "their"],
        OriginalMessage = ["Original Message", "Original Mail", "Original Email", "Original Appointment", "Reply message"],
        ForwardedMessage = ["Forwarded message", "Begin forwarded message", "Forwarded mail", "Forwarded by"],
        ReplyAbove =
        [
            "Please type your reply above this line", "Type your reply above this line", "Reply above this line",
            "Please reply above this line", "Write above this line to reply", "Please do not write below this line",
        ],
        From = ["From"],
        Date = ["Sent", "Date", "Sent on", "Sent at"],
        To = ["To"],
        Subject = ["Subject"],
        OtherFields = ["Cc", "Bcc", "Reply-To", "Importance", "Attachments", "On Behalf Of"],
        MobileOpenings = ["Sent from", "Sent via", "Sent with", "Get Outlook for"],
        MobileWords = ["phone", "mobile", "smartphone", "tablet", "cellphone", "device"],
    };
}
