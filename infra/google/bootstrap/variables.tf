variable "project" {
  description = "The id of the environment's Google Cloud project, which must exist and have a billing account."
  type        = string
}

variable "region" {
  description = "The region of the bucket, such as europe-west1."
  type        = string
}
